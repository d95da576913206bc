import type { ReadAuthorizerOptions } from './authorizer-options.js';
import { anonymousPrincipal } from './cognito/principal-of-entry.js';
import { createSurroundings } from './cognito/request-context.js';
import { accessDeniedMessage } from './http/access-denied-message.js';
import { accessKeyCaller } from './http/access-key.js';
import { accessTokenReader } from './http/access-token.js';
import { awsAnswer } from './http/answers.js';
import { type AskIam, askIam, type IamAnswer } from './http/ask-iam.js';
import { bearerCaller } from './http/bearer.js';
import { callers } from './http/callers.js';
import {
  type DecisionCache,
  decisionCache,
  noDecisionCache,
  type RememberedDecisions,
} from './http/decision-cache.js';
import { decisionTellers } from './http/decision-event.js';
import { evaluationTeller } from './http/evaluation-event.js';
import { type CallerFinder, callerFinder } from './http/find-caller.js';
import { logToStderr, safeLog } from './http/log.js';
import { awsJsonTable, type RouteTable } from './http/operation-request.js';
import { type Outcomes, outcomes } from './http/outcomes.js';
import { nearStatement, reasonOf } from './http/reason.js';
import { refuseWith } from './http/refusal.js';
import { answerOf } from './http/render.js';
import type { HttpRequest } from './http/request.js';
import { tokenCaller } from './http/token-caller.js';
import { trustedIssuers } from './http/trusted-issuer.js';
import { type TokenVerifier, tokenVerifier } from './http/verified-token.js';
import { explainDenial } from './policy/explain-denial.js';
import { defaultSignatureWindow, startUpMessage } from './start-up-message.js';

/** What an authorizer does to a request, each step ready to run. */
export interface Steps {
  readonly cors: boolean;
  readonly bodyLimit: number;
  readonly routes: RouteTable;
  readonly findCaller: CallerFinder;
  readonly askIam: AskIam;
  /** Begins the line of a request and gives its end; which request it is settles the form of the answer. */
  readonly outcomes: (request: HttpRequest) => Outcomes;
  readonly decisions: RememberedDecisions;
  /** Verifies tokens, and remembers those verified and the keys of their issuers. */
  readonly tokens: TokenVerifier;
  /** Logs what is enforced from now on. */
  readonly announce: (event: 'start' | 'reload') => void;
}

/**
 * Makes the steps from the options. `kept` is the token verifier of the steps that these
 * replace, where it can stay.
 */
export function steps(options: ReadAuthorizerOptions, kept?: TokenVerifier): Steps {
  const { directory, region, cors = true, bodyLimit = 1024 * 1024 } = options;
  const now = soundClock(options.now ?? Date.now);
  const { mode = 'enforce', reasonHeader = false, policyArnInMessage = false } = options;
  const log = safeLog(options.log ?? logToStderr);
  const decisions = decisionsOf(options.decisionCache);
  const tokens = kept ?? tokenVerifierOf(options, now);
  const tellers = decisionTellers(options.onDecision, log);
  const plain = outcomes({ mode, cors, reasonHeader, log, answer: awsAnswer });
  const rendered = outcomes({
    mode,
    cors,
    reasonHeader,
    log,
    answer: answerOf(options.render ?? 'aws', log),
  });
  return {
    cors,
    bodyLimit,
    routes: options.routes ?? awsJsonTable,
    findCaller: callerFinderOf(options, tokens, now),
    askIam: askIam({
      scope: { account: directory.account, partition: directory.partition, region },
      surroundings: createSurroundings(directory, region, options.context, '/context'),
      resourceTags: options.resourceTags ?? {},
      now,
      decisions,
      evaluations: evaluationTeller(directory),
      denial: (question, decision, policies) => {
        const { action, resource, principal } = question;
        const denial = { principalArn: principal?.arn ?? 'anonymous', action, resource, decision };
        const message = accessDeniedMessage(denial, policyArnInMessage);
        const explanation = explainDenial(policies, question, decision);
        return refuseWith('accessDenied', message, reasonOf(explanation), nearStatement(explanation));
      },
    }),
    // What is no request at all is refused, too.
    outcomes: (request) =>
      (request?.headers?.['x-amz-target'] === undefined ? rendered : plain)(tellers(request)),
    decisions,
    tokens,
    announce: (event) => log({ level: 'info', event, message: startUpMessage(options) }),
  };
}

/**
 * A clock that throws where it does not give a number: compared with anything else, nothing would ever have expired.
 */
function soundClock(now: () => number): () => number {
  return () => {
    const instant: unknown = now();
    if (typeof instant === 'number' && Number.isFinite(instant)) return instant;
    throw new TypeError('`now` gave no number of milliseconds');
  };
}

const defaultTimeLimit = 5_000;

function tokenVerifierOf(options: ReadAuthorizerOptions, now: () => number): TokenVerifier {
  const { maxEntries = 1_000, maxAge = 5 * 60_000 } = options.tokenCache ?? {};
  const issuers = trustedIssuers(options.issuers, options.timeLimit ?? defaultTimeLimit);
  return tokenVerifier({ issuers, maxEntries, maxAge, now });
}

function callerFinderOf(
  options: ReadAuthorizerOptions,
  verify: TokenVerifier,
  now: () => number,
): CallerFinder {
  const { directory, region, roleMapping, inlinePolicyClaim, timeLimit = defaultTimeLimit } = options;
  const fromToken = tokenCaller({
    directory,
    region,
    roleMapping,
    issuers: options.issuers,
    inlinePolicyClaim,
  });
  const bearer = bearerCaller({ verify, fromToken });
  const accessKey = accessKeyCaller({
    directory,
    region,
    verify: options.verifySignatures ?? true,
    window: options.signatureWindow ?? defaultSignatureWindow,
    now,
    bearer,
  });
  return callerFinder({
    reading: options.authorization ?? 'aws',
    fromHeader: callers({ bearer, accessKey }),
    accessToken: accessTokenReader({ verify, status: options.accessTokenStatus, timeLimit }),
    fromToken,
    anonymous: { principal: anonymousPrincipal, policies: directory.anonymous.policies },
  });
}

function decisionsOf(limits: ReadAuthorizerOptions['decisionCache']): DecisionCache<IamAnswer> {
  if (limits === false) return noDecisionCache();
  const { principals = 500, decisionsPerPrincipal = 200 } = limits ?? {};
  return decisionCache({ principals, decisionsPerPrincipal });
}
