import type { MatrixAccount } from './settled-context.js';

/**
 * Which requests are thought of: those to the account's region, of principals with the tags that the account gives them
 * (`here`); or those to any region, of principals that may be tagged otherwise beside these tags (`anywhere`).
 */
export type Reach = 'here' | 'anywhere';

/** User pools of an account that requests are asked about together. */
export interface PoolClass {
  /** What the engine is asked about in place of them. */
  readonly sample: string;
  /** Whether their region is not known either. */
  readonly anyRegion: boolean;
  /** Whether a resource pattern may match one of them; `variables` says whether `${` begins a policy variable. */
  readonly meets: (pattern: string, variables: boolean) => boolean;
  /** Whether a pattern that matches the sample matches all of them. */
  readonly isTelling: (pattern: string, variables: boolean) => boolean;
  /** Whether a pattern plainly matches all of them or none. */
  readonly isUniform: (pattern: string, variables: boolean) => boolean;
}

/** What stands for any user pool of the account, of which nothing is known; `anywhere` not even its region. */
export function anyPool(
  { directory, region }: Pick<MatrixAccount, 'directory' | 'region'>,
  reach: Reach = 'here',
): string {
  const place = reach === 'here' ? region : '*';
  return `arn:${directory.partition}:cognito-idp:${place}:${directory.account}:userpool/*`;
}

/** The pools that a resource of {@link anyPool} stands for; `undefined` for any other. */
export function poolClassOf(resource: string): PoolClass | undefined {
  if (!resource.endsWith(':userpool/*')) return undefined;
  const prefix = resource.slice(0, -1);
  return prefix.includes(':*:') ? ofEveryRegion(prefix) : ofOneRegion(prefix);
}

function ofOneRegion(prefix: string): PoolClass {
  const meets = (pattern: string, variables: boolean): boolean => {
    const head = headOf(pattern, variables);
    return head.startsWith(prefix) || prefix.startsWith(head);
  };
  return {
    sample: prefix,
    anyRegion: false,
    meets,
    isTelling: (pattern, variables) => pattern.endsWith('*') && !(variables && pattern.includes('${')),
    isUniform: (pattern, variables) => {
      // A beginning of the prefix, with anything behind it, matches all pools or none.
      const head = headOf(pattern, variables);
      return pattern === `${head}*` && head.length <= prefix.length;
    },
  };
}

/** A region of a letter that no pattern has: what matches it has a star there. */
const unknownRegion = '\uE000';

function ofEveryRegion(prefix: string): PoolClass {
  const [head = '', tail = ''] = prefix.split('*');
  const arns: readonly Token[] = [...head, notColon, ...tail, notColon];
  const isTelling: PoolClass['isTelling'] = (pattern, variables) =>
    pattern.endsWith('*') && !pattern.includes('?') && !(variables && pattern.includes('${'));
  return {
    sample: `${head}${unknownRegion}${tail}`,
    anyRegion: true,
    meets: (pattern, variables) => tokensMeet(tokensOf(pattern, variables), arns),
    isTelling,
    isUniform: (pattern) => pattern === '*',
  };
}

/** What a pattern begins with, up to the first wildcard or variable. */
function headOf(pattern: string, variables: boolean): string {
  const at = pattern.search(variables ? /[*?]|\$\{/ : /[*?]/);
  return at < 0 ? pattern : pattern.slice(0, at);
}

/** A letter, or any; `many` stands for as many as there are, none too. */
type Token = string | { readonly many: boolean; readonly colon: boolean };

const notColon: Token = { many: true, colon: false };
const anyText: Token = { many: true, colon: true };
const anyLetter: Token = { many: false, colon: true };

/** A variable may have any value, and a star any text: what is taken for too much is told as open, no more. */
function tokensOf(pattern: string, variables: boolean): readonly Token[] {
  const parts = pattern.match(variables ? /\$\{(?:[^}']|'[^']*')*\}|[\s\S]/g : /[\s\S]/g) ?? [];
  return parts.map((part) => {
    const escaped = /^\$\{([*?$])\}$/.exec(part)?.[1];
    if (escaped !== undefined) return escaped;
    if (part === '*' || part.length > 1) return anyText;
    return part === '?' ? anyLetter : part;
  });
}

/** Whether there is a text that both stand for. */
function tokensMeet(one: readonly Token[], other: readonly Token[]): boolean {
  let reached = new Set([0]);
  for (let at = 0; at <= one.length; at++) {
    const own = one[at];
    const isMany = typeof own === 'object' && own.many;
    const next = new Set<number>();
    // Places in `other` come in ascending order, those that are found on the way with them.
    for (let place = 0; place <= other.length; place++) {
      if (!reached.has(place)) continue;
      const theirs = other[place];
      const isTheirsMany = typeof theirs === 'object' && theirs.many;
      if (isTheirsMany) reached.add(place + 1);
      if (isMany) next.add(place);
      if (own === undefined || theirs === undefined || !haveLetter(own, theirs)) continue;
      if (isMany) reached.add(isTheirsMany ? place : place + 1);
      else next.add(isTheirsMany ? place : place + 1);
    }
    if (at === one.length) return reached.has(other.length);
    reached = next;
  }
  return false;
}

function haveLetter(one: Token, other: Token): boolean {
  if (typeof one === 'string') return typeof other === 'string' ? one === other : other.colon || one !== ':';
  return typeof other !== 'string' || one.colon || other !== ':';
}
