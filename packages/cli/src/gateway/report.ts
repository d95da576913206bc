/** Something that happened to the gateway itself, for the user and for programs. */
export interface GatewayReport {
  readonly level: 'info' | 'warn' | 'error';
  /** What it is about. */
  readonly event:
    | 'upstream'
    | 'reload'
    | 'restart'
    | 'pools'
    | 'forward'
    | 'audit'
    | 'mode'
    | 'stop'
    | 'fault'
    | 'emulator'
    | 'finding'
    | 'keys';
  /** May have several lines, such as the end of a log. */
  readonly message: string;
}

/** Takes what happens. Must not throw. */
export type Report = (report: GatewayReport) => void;
