import { Option } from 'commander';

/** An option that may be given several times: a list of its values, `undefined` where it is not given. */
export function repeatedOption(flags: string, description: string): Option {
  return new Option(flags, description).argParser(
    (value: string, before: readonly string[] | undefined): readonly string[] => [...(before ?? []), value],
  );
}
