/** Mutation tests: a property that has failed has killed its mutant, and need not look for the smallest case. */
require('fast-check').configureGlobal({ endOnFailure: true });
