import {
  type AccessExplanation,
  explainAccess,
  explanationText,
  type NamedPrincipal,
} from '@cognito-iam/account';
import {
  type AuthorizationRequest,
  compilePolicies,
  type Decision,
  evaluate,
  type PolicyDocument,
} from '@cognito-iam/core';

const asIs = (text: string): string => text;

/** Plain, since the reports of test runners go to files too. */
const plainStyle = {
  columns: 110,
  colours: { bold: asIs, dim: asIs, red: asIs, green: asIs, yellow: asIs, cyan: asIs },
  contextHint: '`context`',
};

/** What IAM answered to one question; why, is found out when it is asked. */
export class Answer {
  /** Who asked, as people call it: `role/Support`. */
  readonly principal: string;
  readonly request: AuthorizationRequest;
  readonly decision: Decision;
  readonly #named: NamedPrincipal;

  constructor(named: NamedPrincipal, request: AuthorizationRequest, decision: Decision) {
    this.principal = named.name;
    this.#named = named;
    this.request = request;
    this.decision = decision;
  }

  /** Whether IAM allows it. */
  get allowed(): boolean {
    return this.decision.decision === 'allowed';
  }

  /** Every statement, the nearest miss, and the smallest changes that would allow a refused request. */
  explain(): AccessExplanation {
    const { layers, policies } = this.#named;
    return explainAccess({ request: this.request, layers, policies });
  }

  /** The explanation for people; of an allowed request also what would deny it. */
  toString(): string {
    const lines = explanationText(this.explain(), this.principal, plainStyle);
    return [...lines, ...this.#denial()].join('\n');
  }

  /**
   * The explanation for people who expected the decision for another reason: without what would change it; with `deny`,
   * what would make a refusal an explicit one.
   */
  reasons(deny = false): string {
    const { contextChange: _, nearestMiss: __, ...explanation } = this.explain();
    const lines = explanationText({ ...explanation, suggestions: [] }, this.principal, plainStyle);
    const isMissing = deny && this.decision.decision !== 'explicitDeny';
    return [...lines, ...(isMissing ? this.#added('To deny it explicitly, add') : [])].join('\n');
  }

  #denial(): readonly string[] {
    return this.allowed ? this.#added('To deny it, narrow every statement that allows it, or add') : [];
  }

  /** The Deny to add; none where it would change nothing. */
  #added(title: string): readonly string[] {
    const { request } = this;
    const { layers } = this.#named;
    const { action: Action, resource: Resource } = request;
    const statement = { Effect: 'Deny', Action, Resource } as const;
    const document: PolicyDocument = { Version: '2012-10-17', Statement: statement };
    const denied = { ...layers, identity: [...layers.identity, document] };
    if (evaluate(compilePolicies(denied), request).decision !== 'explicitDeny') return [];
    return [
      '',
      title,
      `  to the identity-based policies of ${this.principal}`,
      ...JSON.stringify(statement, null, 2)
        .split('\n')
        .map((line) => `    ${line}`),
    ];
  }
}
