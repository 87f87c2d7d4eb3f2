/** Runs the civil-affairs subgraph alone: `node dist/subgraphs/civil-affairs/server.js --keys DIR`. */
import { main, placed } from '../kit/run-providers';
import { civilAffairsProvider } from './provider';

main([placed(civilAffairsProvider, 4103)]);
