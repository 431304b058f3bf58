// The part of schema/shipshape.schema.json that names the rules and their options.
const LEVEL = { enum: ['off', 'on', 'style', 'info', 'warning', 'error', true, false] };

const TYPES = {
  number: () => ({ type: 'number' }),
  boolean: () => ({ type: 'boolean' }),
  text: (spec) => text(spec),
  texts: (spec) => ({ type: 'array', items: text(spec) }),
  map: (spec) => ({ type: 'object', additionalProperties: text(spec) }),
};
const text = ({ oneOf }) =>
  oneOf === undefined ? { type: ['string', 'number', 'boolean'] } : { enum: [...oneOf] };

/** The schema's text with the definition of the rules put in. */
export function configSchema(source, rules) {
  const schema = JSON.parse(source);
  schema.$defs.rules.properties = Object.fromEntries(
    rules.toSorted((a, b) => (a.id < b.id ? -1 : 1)).map((rule) => [rule.id, settingOf(rule)]),
  );
  // any tool's id for a rule is taken as well; which there are is said by the error
  schema.$defs.rules.patternProperties = { '[A-Z0-9/_.]': { $ref: '#/$defs/setting' } };
  return JSON.stringify(schema);
}

function settingOf({ title, options = {} }) {
  const properties = Object.fromEntries(
    Object.entries(options).map(([name, spec]) => [
      name,
      { description: spec.description, ...TYPES[spec.type](spec), default: spec.default },
    ]),
  );
  return {
    description: `${title}.`,
    anyOf: [
      LEVEL,
      { type: 'object', additionalProperties: false, properties: { severity: LEVEL, ...properties } },
    ],
  };
}
