import type { WorkloadRequest } from '../workload.js';
import { statementTest } from './closures.js';
import type { Engine } from './engine.js';
import { plainStatements } from './statements.js';

const model = `
[request_definition]
r = act, req

[policy_definition]
p = eft, statement

[policy_effect]
e = some(where (p.eft == allow)) && !some(where (p.eft == deny))

[matchers]
m = covers(r.act, p.statement) && matches(r.req, p.statement)
`;

/** One policy a statement, looked at one after another; what a statement matches is a registered function. */
export const casbin: Engine = {
  name: 'casbin',
  package: 'casbin',
  note: 'the matcher calls the hand-written closures; `enforceSync`',
  async prepare(workload) {
    const { newEnforcer, newModelFromString } = await import('casbin');
    const statements = plainStatements(workload).map((statement) => ({
      effect: statement.effect,
      actions: new Set(statement.actions),
      test: statementTest(statement),
    }));
    function statementAt(index: string) {
      const statement = statements[Number(index)];
      if (statement === undefined) throw new RangeError(`no statement ${index}`);
      return statement;
    }
    const enforcer = await newEnforcer(newModelFromString(model));
    await enforcer.addFunction('covers', (action: string, index: string) =>
      statementAt(index).actions.has(action),
    );
    await enforcer.addFunction('matches', (request: WorkloadRequest, index: string) =>
      statementAt(index).test(request),
    );
    await enforcer.addPolicies(
      statements.map(({ effect }, index) => [effect === 'Deny' ? 'deny' : 'allow', String(index)]),
    );
    return (request) => enforcer.enforceSync(request.action, request);
  },
};
