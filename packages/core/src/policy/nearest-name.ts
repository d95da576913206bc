/** The known name that takes the fewest edits to become `name`, letter case aside; `undefined` where none is near. */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  let nearest: string | undefined;
  // A third of the letters wrong is still a slip, in short words two letters that changed places; more is another word.
  let fewest = (name.length < 4 ? 1 : Math.max(2, Math.floor(Math.min(name.length, 60) / 3))) + 1;
  for (const candidate of known) {
    if (Math.abs(candidate.length - name.length) >= fewest) continue;
    const edits = editDistance(name.toLowerCase(), candidate.toLowerCase());
    if (edits < fewest && edits < candidate.length) {
      fewest = edits;
      nearest = candidate;
    }
  }
  return nearest;
}

/**
 * The same for names of which some say the opposite of others by a `Not`: only those count that say it too, or do not say it
 * either, and the rest of the name settles which is near.
 */
export function nearestOfSameSense(name: string, known: readonly string[]): string | undefined {
  const alike = known.filter((candidate) => isNegated(candidate) === isNegated(name));
  const nearest = nearestName(withoutNot(name), alike.map(withoutNot));
  return alike.find((candidate) => withoutNot(candidate) === nearest);
}

function isNegated(name: string): boolean {
  return /not/i.test(name);
}

function withoutNot(name: string): string {
  return name.replace(/not/i, '');
}

function editDistance(from: string, to: string): number {
  let above = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row++) {
    const line = [row];
    for (let column = 1; column <= to.length; column++) {
      const replace = (above[column - 1] ?? 0) + (from[row - 1] === to[column - 1] ? 0 : 1);
      line.push(Math.min(replace, (above[column] ?? 0) + 1, (line[column - 1] ?? 0) + 1));
    }
    above = line;
  }
  return above[to.length] ?? 0;
}
