/* eslint-disable @typescript-eslint/no-require-imports -- a process starts from plain CommonJS */
/** `node test/bench/typescript.js FILE.ts …`: runs one file of the benchmark from TypeScript, compiled as it is read. */
const { readFileSync } = require('node:fs');
const { join, resolve } = require('node:path');
const { transformSync } = require('@swc/core');

const options = { ...JSON.parse(readFileSync(join(__dirname, '../../.swcrc'), 'utf8')), swcrc: false };
require.extensions['.ts'] = (module, filename) => {
  module._compile(transformSync(readFileSync(filename, 'utf8'), { ...options, filename }).code, filename);
};
const [file] = process.argv.splice(2, 1);
require(resolve(file));
