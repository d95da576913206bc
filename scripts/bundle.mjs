/**
 * Makes what users install of what `tsc -b` left in `dist`: one module for each entry point, one for each dynamic import,
 * and those that they share, which load in a fraction of the time of hundreds of files.
 *
 *   node ../../scripts/bundle.mjs [--neutral | --command] [--tables] [--lazy <package>]… [--copy <file>]… <entry>…
 *
 * `dependencies` of the package stay imports; what it has as `devDependencies` becomes part of the bundle, with its
 * licence in `bundle/THIRD-PARTY-NOTICES.txt`. A package that is `--lazy` becomes a CommonJS module of its own, which can
 * be loaded in the middle of a function. What is to `--copy` is beside the modules. `--neutral` is for code that runs
 * elsewhere than in Node, `--command` for a program that nobody imports: it becomes CommonJS, which Node loads sooner,
 * and imports `node:fs` without all that this can give. With `--tables`, modules `….data.js` hold nothing but tables, or
 * functions that make them, and become texts.
 */
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { build, transform } from 'esbuild';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    neutral: { type: 'boolean', default: false },
    command: { type: 'boolean', default: false },
    tables: { type: 'boolean', default: false },
    lazy: { type: 'string', multiple: true, default: [] },
    copy: { type: 'string', multiple: true, default: [] },
  },
});
const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
const shared = {
  bundle: true,
  target: 'es2023',
  outdir: 'bundle',
  metafile: true,
  logLevel: 'warning',
  sourcesContent: false,
  legalComments: 'none',
  // Half of the time goes by the number of characters. Names stay, for stacks.
  minifyWhitespace: true,
  minifySyntax: true,
};

rmSync('bundle', { recursive: true, force: true });
mkdirSync('bundle');
/** commander can run a command that is an executable of its own. Ours has none, and should not load what runs them. */
const withoutExecutables = {
  name: 'without-executables',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:child_process$/ }, ({ path, importer }) =>
      /[\\/]commander[\\/]lib[\\/]/.test(importer) ? { path, namespace: 'nothing' } : undefined,
    );
    onLoad({ filter: /^/, namespace: 'nothing' }, () => ({ contents: 'module.exports = {}' }));
  },
};

/** Engines take a literal apart as they load it, even in a function that nobody calls; over a text they run quickly. */
const tablesAsText = {
  name: 'tables-as-text',
  setup({ onLoad }) {
    onLoad({ filter: /\.data\.js$/ }, async ({ path }) => {
      const tables = Object.entries(await import(pathToFileURL(path).href)).map(([name, table]) => {
        const maker = typeof table === 'function';
        return { name, maker, rows: maker ? table() : table };
      });
      const lines = tables.map(({ name, maker, rows }) => {
        const json = JSON.stringify(rows);
        if (!isDeepStrictEqual(JSON.parse(json), rows)) throw new Error(`${path}: ${name} is not JSON`);
        return `export const ${name} = ${maker ? '() =>' : ''} /* @__PURE__ */ JSON.parse(${JSON.stringify(json)});`;
      });
      return { contents: lines.join('\n') };
    });
  },
};

/** Engines take each regular expression apart, too, and look properties of Unicode up for milliseconds: see latePattern in core. */
const latePatterns = {
  name: 'late-patterns',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]path-to-regexp[\\/]dist[\\/]index\.js$/ }, ({ path }) => {
      const late = readFileSync(path, 'utf8').replaceAll(
        /^const (\w+) = \/(.+)\/u;$/gm,
        (_, name, source) => `const ${name} = /* @__PURE__ */ latePattern(${JSON.stringify(source)});`,
      );
      if (/\/.*\\p\{.*\/u/.test(late)) throw new Error(`${path} has a pattern that is not late`);
      const maker =
        "function latePattern(source) { let made; return { test(text) { made ??= new RegExp(source, 'u'); return made.test(text); } }; }";
      return { contents: `${maker}\n${late}` };
    });
  },
};

const modules = {
  ...shared,
  plugins: [...(values.tables ? [tablesAsText] : []), latePatterns],
  entryPoints: positionals,
  outbase: 'dist',
  splitting: true,
  format: 'esm',
  platform: values.neutral ? 'neutral' : 'node',
  mainFields: ['module', 'main'],
  external: [...Object.keys(manifest.dependencies ?? {}), ...values.lazy.map((name) => `#${name}`)],
  // Where it is say the `imports` of the manifest.
  alias: Object.fromEntries(values.lazy.map((name) => [name, `#${name}`])),
  sourcemap: true,
  // One entry point shares with no other, and its dynamic imports have names of their own.
  chunkNames: values.neutral ? '[name]' : '[name]-[hash]',
};
const own = values.command
  ? await commandBundle(modules)
  : await build({
      ...modules,
      // CommonJS that becomes part of a module asks for Node's own modules in its way.
      ...(!values.neutral && {
        banner: {
          js: "import { createRequire as requireFrom } from 'node:module';\nconst require = requireFrom(import.meta.url);",
        },
      }),
    });
const lazy = await build({
  ...shared,
  entryPoints: Object.fromEntries(values.lazy.map((name) => [name, name])),
  format: 'cjs',
  platform: 'node',
  // Not what a package has for Node, which may be a file for each class.
  mainFields: ['module', 'main'],
  conditions: ['default'],
  outExtension: { '.js': '.cjs' },
});
for (const file of values.copy) copyFileSync(file, join('bundle', basename(file)));
writeNotices([own, lazy].flatMap(({ metafile }) => Object.keys(metafile.inputs)));

/** Writes modules, which esbuild splits in this form only, as CommonJS. */
async function commandBundle(options) {
  const built = await build({
    ...options,
    write: false,
    sourcemap: 'inline',
    outExtension: { '.js': '.cjs' },
    define: { 'import.meta.url': 'moduleUrl' },
    plugins: [...options.plugins, withoutExecutables],
  });
  for (const { path, text } of built.outputFiles) {
    const name = basename(path);
    const { code, map } = await transform(text, {
      format: 'cjs',
      target: shared.target,
      platform: 'neutral',
      supported: { 'dynamic-import': false },
      minifyWhitespace: true,
      minifySyntax: true,
      sourcemap: 'external',
      sourcefile: name,
      sourcesContent: false,
      ...(/\bmoduleUrl\b/.test(text) && {
        banner: "const moduleUrl = require('node:url').pathToFileURL(__filename).href;",
      }),
    });
    writeFileSync(path, `${code}//# sourceMappingURL=${name}.map\n`);
    writeFileSync(`${path}.map`, map);
  }
  return built;
}

/** Writes the licences of what became part of the bundle; throws where one may not be shipped like this. */
function writeNotices(inputs) {
  const folders = new Set(inputs.filter((path) => path.includes('node_modules/')).map(packageFolder));
  const notices = [...folders].sort().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    if (!['MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0'].includes(license)) {
      throw new Error(`${name} is under ${license}`);
    }
    const file = readdirSync(folder).find((path) => /^licen[cs]e/i.test(path));
    if (file === undefined) throw new Error(`${name} has no licence text`);
    return `${name} ${version} (${license})\n\n${readFileSync(join(folder, file), 'utf8').trim()}\n`;
  });
  if (notices.length === 0) return;
  const text = ['Parts of these modules are from other packages.\n', ...notices].join(
    `\n${'-'.repeat(72)}\n\n`,
  );
  writeFileSync(join('bundle', 'THIRD-PARTY-NOTICES.txt'), text);
}

/** The nearest folder above with a manifest that has a version: some packages have manifests further down. */
function packageFolder(path) {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const file = join(folder, 'package.json');
    if (existsSync(file) && JSON.parse(readFileSync(file, 'utf8')).version !== undefined) return folder;
  }
}
