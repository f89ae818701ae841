/** What a shell offers where a value or a name belongs. */
export type Completion = 'file' | 'directory' | 'distro' | readonly string[];

/** An option as `parseArgs` of node:util takes it, and as help, shell and manual describe it. */
export interface OptionDescription {
  readonly type: 'string' | 'boolean';
  readonly short?: string;
  readonly multiple?: boolean;
  readonly default?: string | boolean | string[];
  /** What stands for its value: "FILE". */
  readonly value?: string;
  readonly help: string;
  readonly complete?: Completion;
}

export type OptionDescriptions = Readonly<Record<string, OptionDescription>>;

export interface Example {
  /** All of the command line. */
  readonly line: string;
  readonly help: string;
}

/** All that is told of a command, wherever it is told. Its one-line summary is in app/commands.ts. */
export interface CommandDescription {
  /** As it is called: "webboot fetch". */
  readonly name: string;
  /** What follows the name: "[options] DISTRO|URL"; a line for each way. */
  readonly usage: readonly string[];
  /** Full sentences. */
  readonly about: string;
  readonly options: OptionDescriptions;
  readonly examples: readonly Example[];
  /** What a shell offers besides options. */
  readonly complete?: Completion;
}

/** A command in a list of them. */
export interface Summary {
  /** "fetch" */
  readonly name: string;
  readonly summary: string;
}

export type DescribedCommand = CommandDescription & Pick<Summary, 'summary'>;
