/** Runs the water subgraph alone: `node dist/subgraphs/water/server.js --keys DIR`. */
import { main, placed } from '../kit/run-providers';
import { waterProvider } from './provider';

main([placed(waterProvider, 4107)]);
