/** A statement about facts that are true or not, each of which goes by a name. */
export type Formula =
  | { readonly kind: 'fact'; readonly name: string }
  | { readonly kind: 'not'; readonly of: Formula }
  | { readonly kind: 'all' | 'any'; readonly of: readonly Formula[] };

/** True. */
export const yes: Formula = { kind: 'all', of: [] };
/** False. */
export const no: Formula = { kind: 'any', of: [] };

/** A fact. */
export function fact(name: string): Formula {
  return { kind: 'fact', name };
}

/** The opposite, simplified. */
export function not(of: Formula): Formula {
  if (isYes(of)) return no;
  if (isNo(of)) return yes;
  return of.kind === 'not' ? of.of : { kind: 'not', of };
}

/** Whether all hold, simplified. */
export function all(of: readonly Formula[]): Formula {
  const left = of.filter((one) => !isYes(one));
  if (left.some(isNo)) return no;
  const [only] = left;
  return left.length === 1 && only !== undefined ? only : { kind: 'all', of: left };
}

/** Whether any holds, simplified. */
export function any(of: readonly Formula[]): Formula {
  const left = of.filter((one) => !isNo(one));
  if (left.some(isYes)) return yes;
  const [only] = left;
  return left.length === 1 && only !== undefined ? only : { kind: 'any', of: left };
}

function isYes(formula: Formula): boolean {
  return formula.kind === 'all' && formula.of.length === 0;
}

function isNo(formula: Formula): boolean {
  return formula.kind === 'any' && formula.of.length === 0;
}

/** The most steps that are taken to decide a formula: those of real policies take a few dozen. */
const mostSteps = 20_000;

/** Whether a formula can hold; also where it cannot be told in reasonable time. */
export function canHold(formula: Formula): boolean {
  let steps = 0;
  const holds = (one: Formula): boolean => {
    if (isYes(one)) return true;
    if (isNo(one)) return false;
    steps++;
    if (steps > mostSteps) return true;
    const name = firstFact(one) ?? '';
    return holds(given(one, name, true)) || holds(given(one, name, false));
  };
  return holds(formula);
}

function firstFact(formula: Formula): string | undefined {
  if (formula.kind === 'fact') return formula.name;
  if (formula.kind === 'not') return firstFact(formula.of);
  for (const one of formula.of) {
    const found = firstFact(one);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The formula where a fact is known. */
function given(formula: Formula, name: string, holds: boolean): Formula {
  switch (formula.kind) {
    case 'fact':
      return formula.name === name ? (holds ? yes : no) : formula;
    case 'not':
      return not(given(formula.of, name, holds));
    case 'all':
      return all(formula.of.map((one) => given(one, name, holds)));
    case 'any':
      return any(formula.of.map((one) => given(one, name, holds)));
  }
}
