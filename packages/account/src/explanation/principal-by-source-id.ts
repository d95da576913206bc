import { pointerSteps } from '../json-pointer.js';
import type { ExplainedAccount, Problem } from './explained-account.js';

/** A role or user that a template or plan describes. */
export interface DescribedPrincipal {
  /** What the source calls it: a logical id, a Terraform address. */
  readonly sourceId: string;
  readonly kind: 'role' | 'user';
  /** `role/Support` */
  readonly name: string;
}

/** The roles and users of templates and plans. */
export function describedPrincipals({
  sourceIds = new Map(),
}: Pick<ExplainedAccount, 'sourceIds'>): readonly DescribedPrincipal[] {
  return [...sourceIds].flatMap(([pointer, sourceId]): readonly DescribedPrincipal[] => {
    const [kinds, name] = pointerSteps(pointer);
    const kind = kinds === 'roles' ? 'role' : kinds === 'users' ? 'user' : undefined;
    return kind === undefined ? [] : [{ sourceId, kind, name: `${kind}/${name}` }];
  });
}

/**
 * The role or user whose logical id or address this is, `undefined` where none has it. Several files or nested stacks
 * may have the same id: then it is a problem that lists them.
 */
export function principalBySourceId(
  account: ExplainedAccount,
  kind: string | undefined,
  text: string,
): DescribedPrincipal | Problem | undefined {
  const id = kind === undefined ? text : text.slice(kind.length + 1);
  const found = describedPrincipals(account).filter(
    (one) => one.sourceId === id && (kind === undefined || one.kind === kind),
  );
  const [only, ...others] = found;
  if (others.length === 0) return only;
  const names = found.map(({ name }) => `\`${name}\``).sort();
  return {
    problem: `\`${id}\` is the id of ${found.length} principals; name one of them: ${names.join(', ')}`,
  };
}
