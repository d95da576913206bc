/**
 * A statement about facts that are true or not, each of which goes by a name. Only facts are negated, and neither `all`
 * nor `any` is within its like, so that what follows from a formula is seen early.
 */
export type Formula =
  | { readonly kind: 'fact'; readonly name: string; readonly holds: boolean }
  | { readonly kind: 'all' | 'any'; readonly of: readonly Formula[] };

/** True. */
export const yes: Formula = { kind: 'all', of: [] };
/** False. */
export const no: Formula = { kind: 'any', of: [] };

/** A fact. */
export function fact(name: string): Formula {
  return { kind: 'fact', name, holds: true };
}

/** The opposite. */
export function not(formula: Formula): Formula {
  if (formula.kind === 'fact') return { ...formula, holds: !formula.holds };
  return formula.kind === 'all' ? any(formula.of.map(not)) : all(formula.of.map(not));
}

/** Whether all hold. */
export function all(of: readonly Formula[]): Formula {
  return joined('all', of);
}

/** Whether any holds. */
export function any(of: readonly Formula[]): Formula {
  return joined('any', of);
}

function joined(kind: 'all' | 'any', of: readonly Formula[]): Formula {
  // Its like is taken apart, an empty one with it; an empty one of the other kind decides.
  const parts = of.flatMap((one) => (one.kind === kind ? one.of : [one]));
  const decided = parts.find((one) => one.kind !== 'fact' && one.of.length === 0);
  const [only] = parts;
  if (decided !== undefined) return decided;
  return parts.length === 1 && only !== undefined ? only : { kind, of: parts };
}

/** The most cases that are told apart to decide a formula: those of real policies take a few. */
const mostCases = 500;

/** Whether a formula can hold; also where it cannot be told in reasonable time. */
export function canHold(formula: Formula): boolean {
  let cases = 0;
  const holds = (whole: Formula): boolean => {
    let left = whole;
    // What must hold is not a case to tell apart.
    for (let sure = certainFact(left); sure !== undefined; sure = certainFact(left)) {
      left = given(left, sure.name, sure.holds);
    }
    if (left.kind !== 'fact' && left.of.length === 0) return left.kind === 'all';
    cases++;
    if (cases > mostCases) return true;
    const name = openFact(left);
    return holds(given(left, name, true)) || holds(given(left, name, false));
  };
  return holds(formula);
}

function certainFact(formula: Formula): (Formula & { kind: 'fact' }) | undefined {
  if (formula.kind === 'fact') return formula;
  return formula.kind === 'all' ? formula.of.find((one) => one.kind === 'fact') : undefined;
}

/** The first fact of the shortest alternatives. */
function openFact(formula: Formula): string {
  if (formula.kind === 'fact') return formula.name;
  const parts = formula.of.map((one) => ({ one, size: one.kind === 'fact' ? 1 : one.of.length }));
  const [first] = parts.sort((a, b) => a.size - b.size);
  return first === undefined ? '' : openFact(first.one);
}

/** The formula where a fact is known. */
function given(formula: Formula, name: string, holds: boolean): Formula {
  if (formula.kind !== 'fact')
    return joined(
      formula.kind,
      formula.of.map((one) => given(one, name, holds)),
    );
  if (formula.name !== name) return formula;
  return formula.holds === holds ? yes : no;
}
