declare module 'pbac' {
  class PBAC {
    constructor(policies: readonly object[]);
    evaluate(request: {
      readonly action: string;
      readonly resource: string;
      readonly context: Readonly<Record<string, Readonly<Record<string, string | undefined>>>>;
    }): boolean;
  }
  export = PBAC;
}
