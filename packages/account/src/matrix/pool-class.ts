import { overlaps, type Pattern, type Token } from '../pattern.js';
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
  const arns: Pattern = [...textTokens(head), notColon, ...textTokens(tail), notColon];
  const isTelling: PoolClass['isTelling'] = (pattern, variables) =>
    pattern.endsWith('*') && !pattern.includes('?') && !(variables && pattern.includes('${'));
  return {
    sample: `${head}${unknownRegion}${tail}`,
    anyRegion: true,
    meets: (pattern, variables) => {
      const own = headOf(pattern, variables);
      // Patterns of other services begin otherwise.
      if (!own.startsWith(head) && !head.startsWith(own)) return false;
      return overlaps(tokensOf(pattern, variables), arns);
    },
    isTelling,
    isUniform: (pattern) => pattern === '*',
  };
}

/** What a pattern begins with, up to the first wildcard or variable. */
function headOf(pattern: string, variables: boolean): string {
  const at = pattern.search(variables ? /[*?]|\$\{/ : /[*?]/);
  return at < 0 ? pattern : pattern.slice(0, at);
}

const notColon: Token = { kind: 'many', any: false };
const anyText: Token = { kind: 'many', any: true };
const anyLetter: Token = { kind: 'one', any: true };

/** A variable may have any value, and a star any text: what is taken for too much is told as open, no more. */
function tokensOf(pattern: string, variables: boolean): Pattern {
  const parts = pattern.match(variables ? /\$\{(?:[^}']|'[^']*')*\}|[\s\S]/g : /[\s\S]/g) ?? [];
  return parts.map((part): Token => {
    const escaped = /^\$\{([*?$])\}$/.exec(part)?.[1];
    if (escaped !== undefined) return { kind: 'text', character: escaped };
    if (part === '*' || part.length > 1) return anyText;
    return part === '?' ? anyLetter : { kind: 'text', character: part };
  });
}

function textTokens(text: string): Pattern {
  return Array.from(text, (character) => ({ kind: 'text', character }));
}
