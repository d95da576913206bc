import {
  integer,
  invalid,
  listOf,
  type OptionReader,
  oneOf,
  optional,
  optionsOf,
  recordOf,
  text,
} from '../options.js';
import { isTagKey } from './tags.js';

/** Gives the members of a user pool group a role, as the group's own `RoleArn` and `Precedence` do. */
export interface GroupRole {
  /** Name of the user pool group. */
  readonly group: string;
  /** Name or ARN of the role. */
  readonly role: string;
  /** The lowest wins; a group without one comes after all others. */
  readonly precedence?: number;
}

/** A rule that gives a role to tokens with a certain claim. */
export interface RoleMappingRule {
  readonly claim: string;
  /**
   * How the claim compares with `value`, letter case included. A list matches where one of its items does, and
   * `NotEqual` where none of them equals; a token without the claim matches no rule.
   */
  readonly match: 'Equals' | 'Contains' | 'StartsWith' | 'NotEqual';
  readonly value: string;
  /** Name or ARN of the role. */
  readonly role: string;
}

/**
 * How tokens become roles: the role mapping of an identity pool, with the groups of its user pool.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/role-based-access-control.html
 */
export interface RoleMappingOptions {
  /**
   * `Token`: the roles that the token names, or else those of its groups. `Rules`: the first rule that matches.
   * Left out, the lists decide: `rules` alone mean `Rules`, both lists first the rules and then the token.
   */
  readonly type?: 'Token' | 'Rules';
  /** For tokens that name no role: access tokens, and ID tokens of pools whose groups have none. */
  readonly groups?: readonly GroupRole[];
  /** In order: the first that matches counts. */
  readonly rules?: readonly RoleMappingRule[];
  /** What becomes of a token with several roles of which none comes first, or, in type `Rules`, that no rule matches. */
  readonly ambiguousRoleResolution: 'AuthenticatedRole' | 'Deny';
  /** Name or ARN of the role for tokens that lead to no role; left out, they are refused. */
  readonly authenticatedRole?: string;
  /**
   * The claim that the role session is named after, or several, of which the first that the token has counts:
   * `['cognito:username', 'username']` serves ID and access tokens. `CognitoIdentityCredentials` by default.
   */
  readonly sessionName?: { readonly claim: string | readonly string[] };
  /** Session tags from claims, by tag key: `{ department: 'custom:department' }`. */
  readonly principalTags?: Readonly<Record<string, string>>;
  /** The value of `cognito-identity.amazonaws.com:aud`; left out, the key is missing. */
  readonly identityPoolId?: string;
}

const principalTags: OptionReader<Readonly<Record<string, string>>> = (value, path) => {
  const read = recordOf(text)(value, path);
  const wrong = Object.keys(read).find((key) => !isTagKey(key));
  if (wrong === undefined) return read;
  throw invalid(path, `\`${wrong}\` is not a tag key: the keys are tags, the values names of claims`);
};

const claimNames: OptionReader<string | readonly string[]> = (value, path) =>
  Array.isArray(value) ? listOf(text)(value, path) : text(value, path);

/** Reads {@link RoleMappingOptions}; whether the roles exist is not asked here. */
export const roleMappingOptions: OptionReader<RoleMappingOptions> = optionsOf<RoleMappingOptions>({
  type: optional(oneOf('Token', 'Rules')),
  groups: optional(
    listOf(optionsOf<GroupRole>({ group: text, role: text, precedence: optional(integer(0, 2 ** 31 - 1)) })),
  ),
  rules: optional(
    listOf(
      optionsOf<RoleMappingRule>({
        claim: text,
        match: oneOf('Equals', 'Contains', 'StartsWith', 'NotEqual'),
        value: text,
        role: text,
      }),
    ),
  ),
  ambiguousRoleResolution: oneOf('AuthenticatedRole', 'Deny'),
  authenticatedRole: optional(text),
  sessionName: optional(optionsOf<{ claim: string | readonly string[] }>({ claim: claimNames })),
  principalTags: optional(principalTags),
  identityPoolId: optional(text),
});
