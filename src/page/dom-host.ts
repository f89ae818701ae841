import { createContext, type ReactNode } from 'react';
import createReconciler from 'react-reconciler';
import {
  ConcurrentRoot,
  DefaultEventPriority,
  NoEventPriority,
} from 'react-reconciler/constants.js';
import { setProps } from './set-props.ts';

type Props = Readonly<Record<string, unknown>>;

let priority: number = NoEventPriority;

const append = (parent: Element, child: Node) => void parent.appendChild(child);
const insert = (parent: Element, child: Node, before: Node) =>
  void parent.insertBefore(child, before);
const remove = (parent: Element, child: Node) => void parent.removeChild(child);
const nothing = () => {};

/**
 * React on the elements of a page. react-dom does the same for every browser and every feature, in
 * more bytes than the whole page may have; this is what the page uses of it. See the reconciler's
 * README for what each member means.
 */
const reconciler = createReconciler({
  supportsMutation: true,
  supportsPersistence: false,
  supportsHydration: false,
  isPrimaryRenderer: true,
  createInstance(type: string, props: Props): Element {
    const element = document.createElement(type);
    setProps(element, {}, props);
    return element;
  },
  createTextInstance: (text: string) => document.createTextNode(text),
  appendInitialChild: append,
  appendChild: append,
  appendChildToContainer: append,
  insertBefore: insert,
  insertInContainerBefore: insert,
  removeChild: remove,
  removeChildFromContainer: remove,
  clearContainer: (container: Element) => container.replaceChildren(),
  commitUpdate: (element: Element, _type: string, before: Props, after: Props) =>
    setProps(element, before, after),
  commitTextUpdate(node: Text, _before: string, after: string) {
    node.data = after;
  },
  finalizeInitialChildren: () => false,
  shouldSetTextContent: () => false,
  resetTextContent: nothing,
  getPublicInstance: (instance: Element) => instance,
  getRootHostContext: () => null,
  getChildHostContext: () => null,
  prepareForCommit: () => null,
  resetAfterCommit: nothing,
  preparePortalMount: nothing,
  hideInstance: nothing,
  unhideInstance: nothing,
  hideTextInstance: nothing,
  unhideTextInstance: nothing,
  scheduleTimeout: setTimeout,
  cancelTimeout: clearTimeout,
  noTimeout: -1,
  supportsMicrotasks: true,
  scheduleMicrotask: queueMicrotask,
  getInstanceFromNode: () => null,
  beforeActiveInstanceBlur: nothing,
  afterActiveInstanceBlur: nothing,
  prepareScopeUpdate: nothing,
  getInstanceFromScope: () => null,
  detachDeletedInstance: nothing,
  setCurrentUpdatePriority(next: number) {
    priority = next;
  },
  getCurrentUpdatePriority: () => priority,
  resolveUpdatePriority: () => priority || DefaultEventPriority,
  maySuspendCommit: () => false,
  maySuspendCommitOnUpdate: () => false,
  maySuspendCommitInSyncRender: () => false,
  preloadInstance: () => true,
  startSuspendingCommit: nothing,
  suspendInstance: nothing,
  suspendOnActiveViewTransition: nothing,
  waitForCommitToBeReady: () => null,
  getSuspendedCommitReason: () => null,
  NotPendingTransition: null,
  HostTransitionContext: createContext(null) as never,
  resetFormInstance: nothing,
  requestPostPaintCallback: nothing,
  shouldAttemptEagerTransition: () => false,
  trackSchedulerEvent: nothing,
  resolveEventType: () => null,
  resolveEventTimeStamp: () => -1.1,
  createFragmentInstance: () => null,
} as unknown as Parameters<typeof createReconciler>[0]);

/** Draws into an element, in place of what is in it. */
export function renderInto(
  container: Element,
  node: ReactNode,
  onError: (error: unknown) => void,
): void {
  const root = reconciler.createContainer(
    container,
    ConcurrentRoot,
    null,
    false,
    null,
    '',
    onError,
    onError,
    onError,
    nothing,
    null,
  );
  reconciler.updateContainer(node, root);
}
