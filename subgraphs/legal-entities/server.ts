/** Runs the legal-entities subgraph alone: `node dist/subgraphs/legal-entities/server.js --keys DIR`. */
import { main, placed } from '../kit/run-providers';
import { legalEntitiesProvider } from './provider';

main([placed(legalEntitiesProvider, 4105)]);
