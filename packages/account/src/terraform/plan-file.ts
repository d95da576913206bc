import { AccountError, type Finding } from '../finding.js';
import type { SourceFile } from '../source-file.js';
import { planMend } from './plan-mend.js';
import { recordOf } from './records.js';

/** What `terraform show -json` prints, or `tofu show -json`. */
export type PlanKind = 'plan' | 'state';

const stateMend = 'run `terraform show -json > state.json`, and name state.json';

/** What JSON sources of Terraform have at the top, of which a printed plan has none there. */
const sourceKeys = ['resource', 'data', 'module', 'provider', 'variable', 'output', 'terraform', 'locals'];

/** Tells a plan from a state; throws an {@link AccountError} with the command to run where the file is neither. */
export function planKind({ value, placeOf }: Pick<SourceFile, 'value' | 'placeOf'>): PlanKind {
  const file = recordOf(value);
  const version = file.get('format_version');
  const refuse = (code: string, message: string, mend: string): AccountError =>
    new AccountError([{ severity: 'error', code, message, mend, place: placeOf('') }]);
  if (typeof version === 'string') {
    if (!/^[01]\./.test(version)) {
      const message = `plans of format version \`${version}\` are not known: version 1 is`;
      throw refuse(
        'unknown-plan-version',
        message,
        'make it with Terraform 1, or a later version of this command',
      );
    }
    return file.has('planned_values') || file.has('resource_changes') ? 'plan' : 'state';
  }
  if (typeof file.get('version') === 'number' && Array.isArray(file.get('resources'))) {
    throw refuse(
      'raw-state',
      'this is a raw state, whose form may change with any version of Terraform',
      stateMend,
    );
  }
  if (sourceKeys.some((key) => file.has(key))) throw new AccountError([terraformSource(placeOf(''))]);
  throw refuse('no-plan', 'this is no plan and no state as `terraform show -json` prints them', planMend);
}

/** Says that a file is what a plan is made of. */
export function terraformSource(place?: Finding['place']): Finding {
  return {
    severity: 'error',
    code: 'terraform-source',
    message: 'this is a source of Terraform: what becomes of it, only Terraform knows',
    mend: planMend,
    ...(place !== undefined && { place }),
  };
}
