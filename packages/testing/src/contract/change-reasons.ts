import {
  accessRequest,
  anyPool,
  explainAccess,
  formatPlace,
  isEmpty,
  isProblem,
  type MatchingStatement,
  type MatrixAccount,
  type NamedPrincipal,
  type Place,
  type PrincipalAccess,
  principalAccess,
  principalByName,
  reasonText,
  statementPointer,
  statementTitle,
} from '@cognito-iam/account';
import type { TermsChange } from './contract-change.js';
import type { ContractedAccount } from './permission-contract.js';
import { allowSame, allowsBeyond } from './terms-formula.js';

/** Why a permission is what it is by the policies. */
export interface ChangeReasons {
  /** One sentence each, without full stop, with the places of statements. */
  readonly because: readonly string[];
  /** Where the statements stand that make it so; none where nothing allows it any more. */
  readonly places: readonly Place[];
}

/** Gives the reasons of changes: which statements allow more, and which deny, or why nothing allows. */
export function changeReasons(
  account: MatrixAccount,
  { principals, resources, termsOf }: ContractedAccount,
): (change: TermsChange) => ChangeReasons {
  const known = new Map<string, { readonly named: NamedPrincipal; readonly access: PrincipalAccess }>();
  const holderOf = (principal: string) => {
    const before = known.get(principal);
    if (before !== undefined) return before;
    const name = principals.get(principal);
    const named = name === undefined ? undefined : principalByName(account, name, 0);
    if (named === undefined || isProblem(named)) return undefined;
    const holder = { named, access: principalAccess(account, named, 'anywhere') };
    known.set(principal, holder);
    return holder;
  };
  return (change) => {
    const holder = holderOf(change.principal);
    if (holder === undefined) {
      return { because: [`there is no \`${change.principal}\` any more`], places: [] };
    }
    const { named, access } = holder;
    const resource = resources.get(change.resource);
    const gone = resource === undefined ? [`no file names the ${change.resource} any more`] : [];
    const action = `cognito-idp:${change.action}`;
    const about = resource ?? anyPool(account, 'anywhere');
    if (change.after === undefined) {
      // What is denied everywhere is so in the account's region.
      const here = about === anyPool(account, 'anywhere') ? anyPool(account) : about;
      const request = accessRequest(account, named.principal, action, here, { now: 0 });
      const { layers, policies } = named;
      return { because: [...gone, reasonText(explainAccess({ request, layers, policies }))], places: [] };
    }
    const matching = access(action, about)
      .matching()
      .flatMap((statement) => {
        const { open, effect } = statement;
        const conditions = { oneOfEach: isEmpty(open) ? [] : [[open]], unless: [] };
        const terms = termsOf(conditions, change.resource, named.principal);
        return terms === undefined ? [] : [{ statement, effect, terms }];
      });
    const allows = matching.filter(({ effect }) => effect === 'Allow');
    const more = allows.filter(({ terms }) => change.widened && allowsBeyond(terms, change.before));
    const denies = matching.filter(
      ({ effect, terms }) => change.narrowed && effect === 'Deny' && allowSame(terms, change.before),
    );
    const rest = more.length + denies.length === 0 ? allows : [];
    const told = [
      ...more.map((one) => ({ ...one, deed: 'allows it' })),
      ...denies.map((one) => ({ ...one, deed: 'denies it' })),
      ...rest.map((one) => ({ ...one, deed: 'allows no more' })),
    ].map(({ statement, deed }) => ({ ...placed(named, statement), deed }));
    return {
      because: [
        ...gone,
        ...told.map(({ title, place, deed }) => `${title} ${deed}${place ? ` (${formatPlace(place)})` : ''}`),
      ],
      places: told.flatMap(({ place }) => place ?? []),
    };
  };
}

/** The name of a statement, and where it is written. */
function placed(
  { policies }: NamedPrincipal,
  { position, effect, policyType }: MatchingStatement,
): { readonly title: string; readonly place?: Place | undefined } {
  let first = 0;
  for (const policy of policies) {
    const statements = [policy.policy.document.Statement].flat();
    const index = position - first;
    const statement = statements[index];
    first += statements.length;
    if (statement === undefined || index < 0) continue;
    const { Sid } = statement;
    const named = { policyType, policy: policy.policy.name, index, effect };
    return {
      title: statementTitle(Sid ? { ...named, sid: Sid } : named),
      place: policy.places?.(statementPointer(policy, index)),
    };
  }
  return { title: 'a statement' };
}
