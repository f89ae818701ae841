import { expect, it } from 'vitest';
import { dumpArguments, preDumpArguments } from '../../../../src/core/upgrade/criu-arguments.ts';
import { unitFacts } from '../../../helpers/unit-facts.ts';

const request = { unit: unitFacts(), images: '/c/counter.service/images' };

it('dumps a unit’s tree with its connections, and leaves the network to webboot’s own lock', () => {
  const line = dumpArguments(request, 'killed').join(' ');
  expect(line).toMatch(/^dump --tree 1900 --images-dir \/c\/counter.service\/images /);
  expect(line).toContain('--tcp-established');
  expect(line).toContain('--network-lock skip');
  expect(line).toContain('--external unix[15416]');
  expect(line).not.toContain('--leave-running');
  expect(line).not.toContain('--track-mem');
});

it('leaves a unit running if it is only tried', () => {
  expect(dumpArguments(request, 'running')).toContain('--leave-running');
});

it('writes what changed since the last copy, if there is one', () => {
  const line = dumpArguments({ ...request, previous: '../pre-2' }, 'killed').join(' ');
  expect(line).toContain('--prev-images-dir ../pre-2');
  expect(line).toContain('--track-mem');
  expect(preDumpArguments(request)).toContain('--track-mem');
});
