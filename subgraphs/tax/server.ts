/** Runs the tax subgraph alone: `node dist/subgraphs/tax/server.js --keys DIR`. */
import { main, placed } from '../kit/run-providers';
import { taxProvider } from './provider';

main([placed(taxProvider, 4102)]);
