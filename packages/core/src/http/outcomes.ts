import type { Answer } from './answers.js';
import { corsHeaders } from './cors.js';
import type { Findings, Teller } from './decision-event.js';
import type { Log } from './log.js';
import type { AuthorizationResult, Outcome } from './outcome.js';
import { reasonHeaders } from './reason.js';
import type { Refusal } from './refusal.js';

/** What {@link outcomes} goes by. */
export interface OutcomeSettings {
  readonly mode: 'enforce' | 'audit';
  readonly cors: boolean;
  readonly reasonHeader: boolean;
  readonly log: Log;
  readonly answer: Answer;
}

/** Ends the line: what becomes of a request. */
export interface Outcomes {
  allowed(found: Findings): Outcome;
  /** In audit mode a refused request may pass, which the log tells. */
  refused(refusal: Refusal, found: Findings): Outcome;
}

/** Makes outcomes as the mode wants them, logs every refusal, and tells whoever wants to know. */
export function outcomes(settings: OutcomeSettings): (tell: Teller | undefined) => Outcomes {
  const { mode, cors, reasonHeader, log, answer } = settings;
  const headers: Readonly<Record<string, string>> = cors ? corsHeaders : {};
  const passing = (found: Findings): Outcome =>
    found.body === undefined
      ? { allowed: true, result: resultOf(found), headers }
      : { allowed: true, result: resultOf(found), body: found.body, headers };

  const endings = (tell: Teller | undefined): Outcomes => ({
    allowed(found) {
      tell?.({ found, requestId: newRequestId(), outcome: 'allowed', refusal: undefined });
      return passing(found);
    },
    refused(refusal, found) {
      const { entry, members } = found;
      const requestId = newRequestId();
      const audited =
        mode === 'audit' &&
        (refusal.ground === 'caller' || refusal.ground === 'denied') &&
        members !== undefined;
      logRefusal(log, refusal, entry?.operation, audited);
      tell?.({ found, requestId, outcome: audited ? 'audited' : 'refused', refusal });
      if (audited) return passing(found);
      const extra = reasonHeader ? { ...headers, ...reasonHeaders(refusal) } : headers;
      const response = answer(refusal, entry?.operation, requestId);
      return {
        allowed: false,
        result: resultOf(found),
        response: { ...response, headers: { ...response.headers, ...extra } },
      };
    },
  });
  // Most authorizers tell nobody, and need no others.
  const untold = endings(undefined);
  return (tell) => (tell === undefined ? untold : endings(tell));
}

/** A request id as AWS makes them. */
function newRequestId(): string {
  return globalThis.crypto.randomUUID();
}

function resultOf({ entry, members, principal, answer }: Findings): AuthorizationResult | undefined {
  if (entry === undefined || members === undefined) return undefined;
  return { operation: entry.operation, members, principal, decision: answer?.decision };
}

function logRefusal(log: Log, refusal: Refusal, operation: string | undefined, audited: boolean): void {
  const said = [refusal.type, refusal.message].filter((part) => part !== undefined).join(': ');
  const line = `${operation ?? 'request'}: ${said}${refusal.why === undefined ? '' : ` (${refusal.why})`}`;
  if (audited) {
    log({ level: 'warn', event: 'audited', message: `would refuse ${line}` });
  } else if (refusal.ground === 'fault') {
    log({ level: 'error', event: 'fault', message: `refused ${line}` });
  } else {
    log({ level: 'warn', event: 'refused', message: `refused ${line}` });
  }
}
