/**
 * The first line of every stream of events: what the lines behind it keep to (docs/events.md). The
 * version grows when a member or a type goes, or means something else; new ones do not count.
 */
export const eventContract = { type: 'contract', name: 'boot-events', version: 1 } as const;
