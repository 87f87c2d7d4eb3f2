/** Runs the health subgraph alone: `node dist/subgraphs/health/server.js --keys DIR`. */
import { main, placed } from '../kit/run-providers';
import { healthProvider } from './provider';

main([placed(healthProvider, 4106)]);
