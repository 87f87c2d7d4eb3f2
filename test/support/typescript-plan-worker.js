/* eslint-disable @typescript-eslint/no-require-imports -- a thread starts from plain CommonJS */
/** Lets a worker thread start from TypeScript: `plan-worker.ts` as it is, compiled as it is read. */
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { transformSync } = require('@swc/core');

const options = { ...JSON.parse(readFileSync(join(__dirname, '../../.swcrc'), 'utf8')), swcrc: false };
require.extensions['.ts'] = (module, filename) => {
  module._compile(transformSync(readFileSync(filename, 'utf8'), { ...options, filename }).code, filename);
};
require('../../gateway/planner/plan-worker.ts');
