type Props = Readonly<Record<string, unknown>>;

/** React's names for attributes that are called otherwise in HTML. */
const attributeNames: Readonly<Record<string, string>> = { className: 'class', htmlFor: 'for' };

/**
 * Changes an element from one set of React's props to another. Listeners are the element's own
 * (`onclick`), `value` is the element's property, and everything else is an attribute.
 */
export function setProps(element: Element, before: Props, after: Props): void {
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (name !== 'children' && before[name] !== after[name]) setProp(element, name, after[name]);
  }
}

function setProp(element: Element, name: string, value: unknown): void {
  if (/^on[A-Z]/.test(name)) {
    Reflect.set(element, name.toLowerCase(), value ?? null);
  } else if (name === 'defaultValue') {
    element.setAttribute('value', String(value ?? ''));
  } else if (name === 'value') {
    Reflect.set(element, name, value ?? '');
  } else {
    const attribute = attributeNames[name] ?? name.toLowerCase();
    if (value === undefined || value === null || value === false)
      element.removeAttribute(attribute);
    else element.setAttribute(attribute, value === true && !isTold(attribute) ? '' : String(value));
  }
}

/** Whether an attribute says "true" in words rather than by being there. */
function isTold(attribute: string): boolean {
  return attribute.startsWith('aria-') || attribute === 'spellcheck';
}
