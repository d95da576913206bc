import { knownKey, nearestKey, policyList } from '@cognito-iam/account';
import type { PolicyLayers } from '@cognito-iam/core';

/** What is to say of keys in AWS's name that AWS does not have and no policy of `layers` asks about: they change nothing. */
export function unknownContext(keys: readonly string[], layers: PolicyLayers): readonly string[] {
  const strange = keys.filter((key) => /^(?:aws|cognito-idp):/i.test(key) && knownKey(key) === undefined);
  if (strange.length === 0) return [];
  const asked = conditionKeys(layers);
  return strange
    .filter((key) => !asked.has(key.toLowerCase()))
    .map((key) => {
      const nearest = nearestKey(key);
      const mend = nearest === undefined ? 'no policy asks about it' : `did you mean \`${nearest}\`?`;
      return `there is no condition key \`${key}\`; ${mend}`;
    });
}

/** In lower case. */
function conditionKeys(layers: PolicyLayers): ReadonlySet<string> {
  const statements = policyList(layers, () => ({ attachment: 'none' })).flatMap(({ policy }) =>
    [policy.document.Statement].flat(),
  );
  const operators = statements.flatMap(({ Condition = {} }) => Object.values(Condition));
  return new Set(operators.flatMap((keys) => Object.keys(keys)).map((key) => key.toLowerCase()));
}
