import type { OperationEntry } from '../cognito/catalog-entries.js';
import type { Answer } from './answers.js';
import { corsHeaders } from './cors.js';
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
  allowed(result: AuthorizationResult): Outcome;
  /** `result` is what was known when the request was refused. In audit mode it may pass, which the log tells. */
  refused(refusal: Refusal, operation?: OperationEntry, result?: AuthorizationResult): Outcome;
}

/** Makes outcomes as the mode wants them, and logs every refusal. */
export function outcomes({ mode, cors, reasonHeader, log, answer }: OutcomeSettings): Outcomes {
  const headers: Readonly<Record<string, string>> = cors ? corsHeaders : {};
  const allowed = (result: AuthorizationResult): Outcome => ({ allowed: true, result, headers });
  return {
    allowed,
    refused(refusal, operation, result) {
      const passes = mode === 'audit' && (refusal.ground === 'caller' || refusal.ground === 'denied');
      const said = [refusal.type, refusal.message].filter((part) => part !== undefined).join(': ');
      const line = `${operation?.operation ?? 'request'}: ${said}${refusal.why === undefined ? '' : ` (${refusal.why})`}`;
      if (passes && result !== undefined) {
        log({ level: 'warn', event: 'audited', message: `would refuse ${line}` });
        return allowed(result);
      }
      const fault = refusal.ground === 'fault';
      log({
        level: fault ? 'error' : 'warn',
        event: fault ? 'fault' : 'refused',
        message: `refused ${line}`,
      });
      const extra = reasonHeader ? { ...headers, ...reasonHeaders(refusal) } : headers;
      const response = answer(refusal, operation?.operation);
      return {
        allowed: false,
        result,
        response: { ...response, headers: { ...response.headers, ...extra } },
      };
    },
  };
}
