/** The command line: reads it, runs one command, and turns whatever happens into lines and an exit code. */
import { Command, CommanderError } from 'commander';
import { checkCommand } from './check';
import { composeCommand } from './compose';
import { demoCommand } from './demo';
import { explainCommand } from './explain';
import { flowsCommand } from './flows';
import { serveCommand } from './serve';
import { subgraphKeyCommand } from './subgraph-key';
import { CommandFailure, type ExitCode, type Terminal } from './terminal';
import { tokenCommand } from './token';

const commands = [
  serveCommand,
  composeCommand,
  checkCommand,
  flowsCommand,
  explainCommand,
  tokenCommand,
  subgraphKeyCommand,
  demoCommand,
];

/** @param args without the names of node and of the script */
export async function runProgram(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  let exitCode: ExitCode = 0;
  const program = new Command('lingqu')
    .description('a GraphQL federation gateway for public data that enforces data law at field level')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.out(text.trimEnd()),
      writeErr: (text) => terminal.error(text.trimEnd()),
    })
    .showHelpAfterError('(add --help for what is possible)');
  for (const command of commands) command(program, terminal, (code) => (exitCode = code));
  try {
    await program.parseAsync([...args], { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (error instanceof CommandFailure) {
      for (const line of error.lines) terminal.error(line);
      return error.exitCode;
    }
    terminal.error(error instanceof Error ? error.message : String(error));
    return 1;
  }
}
