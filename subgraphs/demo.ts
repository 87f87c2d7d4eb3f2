/**
 * Starts all demo subgraphs in one process, or those that are named: `node dist/subgraphs/demo.js --keys DIR [NAME…]`. DIR holds one
 * file per subgraph, named after it, with what `lingqu subgraph-key NAME` prints.
 */
import { demoProviders } from './demo-providers';
import { main } from './kit/run-providers';

const names = process.argv.slice(2).filter((arg, index, all) => !arg.startsWith('--') && all[index - 1] !== '--keys');
const unknown = names.find((name) => !demoProviders.some((provider) => provider.name === name));
if (unknown !== undefined) {
  const known = demoProviders.map(({ name }) => `\`${name}\``).join(', ');
  process.stderr.write(`\`${unknown}\` is no demo subgraph: name one of ${known}, or none for all\n`);
  process.exitCode = 2;
} else {
  main(demoProviders.filter(({ name }) => names.length === 0 || names.includes(name)));
}
