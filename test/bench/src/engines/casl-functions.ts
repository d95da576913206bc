import type { AbilityTuple } from '@casl/ability';
import type { WorkloadRequest } from '../workload.js';
import { statementTest, type Test } from './closures.js';
import type { Engine } from './engine.js';
import { plainStatements } from './statements.js';

/** Built once with functions as conditions: CASL as an index and an order of rules, the matching written by hand. */
export const caslFunctions: Engine = {
  name: '@casl/ability, functions as conditions',
  package: '@casl/ability',
  note: 'CASL finds and orders the rules; what they match is the hand-written closures',
  async prepare(workload) {
    const { Ability } = await import('@casl/ability');
    const rules = plainStatements(workload).map((statement) => ({
      action: [...statement.actions],
      subject: 'UserPool',
      inverted: statement.effect === 'Deny',
      conditions: statementTest(statement),
    }));
    const ability = new Ability<AbilityTuple<string, string | WorkloadRequest>, Test>(rules, {
      conditionsMatcher: (test) => (subject) => isRequest(subject) && test(subject),
      detectSubjectType: () => 'UserPool',
    });
    return (request) => ability.can(request.action, request);
  },
};

/** CASL's types do not carry the type of subjects as far as its matchers. */
function isRequest(subject: object): subject is WorkloadRequest {
  return 'resource' in subject;
}
