/** Runs the geography subgraph alone: `node dist/subgraphs/geography/server.js --keys DIR`. */
import { main, placed } from '../kit/run-providers';
import { geographyProvider } from './provider';

main([placed(geographyProvider, 4104)]);
