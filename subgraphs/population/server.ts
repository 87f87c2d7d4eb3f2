/** Runs the population subgraph alone: `node dist/subgraphs/population/server.js --keys DIR`. */
import { main, placed } from '../kit/run-providers';
import { populationProvider } from './provider';

main([placed(populationProvider, 4101)]);
