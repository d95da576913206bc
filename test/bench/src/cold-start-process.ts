/**
 * Imports an engine, makes it ready for W2 (25 statements), and decides one request; says how much CPU time that took,
 * user and system, all threads. Nothing is imported before the clock starts.
 */
const [who = '', text = ''] = process.argv.slice(2);
const before = process.resourceUsage();
const makers = new Map([
  ['policy', policyEngine],
  ['core', wholeCore],
  ['iam-simulate', simulator],
]);
const allowed = await makers.get(who)?.(JSON.parse(text));
const after = process.resourceUsage();
if (allowed !== true) throw new Error(`${who} did not allow the request`);
process.send?.(after.userCPUTime + after.systemCPUTime - before.userCPUTime - before.systemCPUTime);

interface Question {
  readonly policies: readonly object[];
  readonly action: string;
  readonly resource: string;
  readonly principal: { readonly arn: string };
  readonly context: Readonly<Record<string, string>>;
}

async function policyEngine({ policies, ...request }: Question): Promise<boolean> {
  const { compilePolicies, evaluate } = await import('@cognito-iam/core/policy');
  const sources = policies.map((policy) => JSON.stringify(policy));
  return evaluate(compilePolicies(sources), request).decision === 'allowed';
}

async function wholeCore({ policies, ...request }: Question): Promise<boolean> {
  const { compilePolicies, evaluate } = await import('@cognito-iam/core');
  const sources = policies.map((policy) => JSON.stringify(policy));
  return evaluate(compilePolicies(sources), request).decision === 'allowed';
}

async function simulator({ policies, action, resource, principal, context }: Question): Promise<boolean> {
  const { runUnsafeSimulation } = await import('@cloud-copilot/iam-simulate');
  const result = runUnsafeSimulation(
    {
      request: {
        principal: principal.arn,
        action,
        resource: { resource, accountId: '123456789012' },
        contextVariables: context,
      },
      identityPolicies: policies.map((policy, index) => ({ name: `policy ${index}`, policy })),
      serviceControlPolicies: [],
      resourceControlPolicies: [],
    },
    {},
  );
  return result === 'Allowed';
}

export {};
