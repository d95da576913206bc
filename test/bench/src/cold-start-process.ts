/**
 * Imports an engine, makes it ready for W2 (25 statements), and decides one request; says how much CPU time the process
 * has taken by then, user and system, all threads, Node's own start included. `bare` does nothing of all that.
 */
const [who = '', text = ''] = process.argv.slice(2);
const makers = new Map([
  ['bare', nothing],
  ['policy', policyEngine],
  ['core', wholeCore],
  ['iam-simulate', simulator],
]);
const allowed = await makers.get(who)?.(JSON.parse(text));
const { userCPUTime, systemCPUTime } = process.resourceUsage();
if (allowed !== true) throw new Error(`${who} did not allow the request`);
process.send?.(userCPUTime + systemCPUTime);

interface Question {
  readonly policies: readonly object[];
  readonly action: string;
  readonly resource: string;
  readonly principal: { readonly arn: string };
  readonly context: Readonly<Record<string, string>>;
}

/** The modules that users install, made by `pnpm bundle` from those that are developed. */
function published(name: string): string {
  return new URL(`../../../packages/core/bundle/${name}`, import.meta.url).href;
}

async function nothing(_: Question): Promise<boolean> {
  return true;
}

async function policyEngine({ policies, ...request }: Question): Promise<boolean> {
  const engine: typeof import('@cognito-iam/core/policy') = await import(published('policy/index.js'));
  const { compilePolicies, evaluate } = engine;
  const sources = policies.map((policy) => JSON.stringify(policy));
  return evaluate(compilePolicies(sources), request).decision === 'allowed';
}

async function wholeCore({ policies, ...request }: Question): Promise<boolean> {
  const core: typeof import('@cognito-iam/core') = await import(published('index.js'));
  const { compilePolicies, evaluate } = core;
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
