import type { AccountPart, SourceContext } from '../account-part.js';
import type { DescribedSource } from '../described/described-source.js';
import { AccountError, type Finding } from '../finding.js';
import type { SourceFile } from '../source-file.js';
import { poolGroups, userPools } from './cognito-pools.js';
import { iamPrincipals } from './iam-principals.js';
import { roleMapping } from './identity-pools.js';
import { openPlan } from './open-plan.js';
import type { Plan } from './plan.js';
import { planKind } from './plan-file.js';
import { recordOf } from './records.js';

/** What a plan or state of Terraform or OpenTofu is read with. */
export type PlanContext = SourceContext & Pick<DescribedSource['context'], 'managedPolicies'>;

/**
 * Reads what `terraform show -json` says about IAM and Cognito, of a plan or of the state. What is known only after a
 * plan is applied is never guessed: a statement that holds it matches nothing, and is reported where it could have
 * decided about Cognito. ARNs of the deployed account become those of the local one. Throws an {@link AccountError}
 * where the file is something else, or says what IAM would refuse.
 */
export function readPlan(source: SourceFile, context: PlanContext): AccountPart {
  const kind = planKind(source);
  const plan = openPlan(source, context);
  reportPlan(plan);
  if (kind === 'state' && plan.resources.length === 0) {
    plan.report('', {
      severity: 'warning',
      code: 'empty-state',
      message: 'there is no resource of AWS in this state',
    });
  }
  const iam = iamPrincipals(plan);
  const mapping = roleMapping(plan);
  const part = {
    ...iam,
    userPools: userPools(plan),
    poolGroups: poolGroups(plan),
    identityPools: plan.typed('aws_cognito_identity_pool').map(({ address }) => address),
    ...(mapping !== undefined && { roleMapping: mapping }),
  };
  const findings = unique(plan.findings);
  if (findings.some(({ severity }) => severity === 'error')) throw new AccountError(findings);
  return { ...part, findings };
}

/** A value may be asked for by several things, and is told once. */
function unique(findings: readonly Finding[]): readonly Finding[] {
  return [...new Map(findings.map((finding) => [JSON.stringify(finding), finding])).values()];
}

function reportPlan({ source, resources, report }: Plan): void {
  if (recordOf(source.value).get('errored') === true) {
    report('', {
      severity: 'warning',
      code: 'failed-plan',
      message: 'Terraform could not finish this plan: what it does not say is not known',
      mend: 'mend the configuration of Terraform and plan again',
    });
  }
  for (const { type, address, pointer } of resources) {
    if (!/^awscc_(iam|cognito)_/.test(type)) continue;
    report(pointer, {
      severity: 'warning',
      code: 'unread-resource',
      message: `\`${address}\` is left out: resources of the provider \`awscc\` are not read`,
    });
  }
}
