/** The text that each data file should have, by file name. Writes nothing. */
export function generateCatalog(): Promise<ReadonlyMap<string, string>>;

/** Names of the files in `files` whose text on disk differs; `read` gives a file's text by name. */
export function staleFiles(
  files: ReadonlyMap<string, string>,
  read?: (name: string) => string,
): readonly string[];
