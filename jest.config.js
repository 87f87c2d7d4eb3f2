/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/services/', '<rootDir>/test/faults/'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.stryker-tmp/', '<rootDir>/test/bench/node_modules/'],
  transform: { '^.+\\.(ts|js)$': '@swc/jest' },
  transformIgnorePatterns: ['/node_modules/(?!(jose|kysely)/)'],
  maxWorkers: 2,
  testTimeout: 30_000,
};
