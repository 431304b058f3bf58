/** A token whose form alone tells that it is one. */
export interface Shape {
  /** for messages: `an AWS access key` */
  what: string;
  pattern: RegExp;
}

/**
 * Forms that the issuers document, each with letters that appear in nothing else. Sources: AWS, GitHub, GitLab, Slack,
 * Stripe, npm, PyPI, Google, OpenAI, Anthropic, Hugging Face, SendGrid, Docker, DigitalOcean, Shopify, Databricks, Grafana,
 * HashiCorp, Linear, Notion, Telegram and Twilio in their own pages on tokens; RFC 7468 for keys; RFC 7519 for JWT.
 */
const SHAPES: readonly Shape[] = [
  { what: 'a private key', pattern: /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----/g },
  { what: 'an AWS access key', pattern: /\b(?:AKIA|ASIA)[A-Z2-7]{16}\b/g },
  {
    what: 'a GitHub token',
    pattern: /\b(?:gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_[A-Za-z0-9_]{60,255})\b/g,
  },
  { what: 'a GitLab token', pattern: /\bgl(?:pat|dt|rt|ptt|soat|cbt|ft|imt|agent)-[\w-]{20,}/g },
  { what: 'a Slack token', pattern: /\bxox[abeoprs]-[A-Za-z0-9-]{10,}/g },
  {
    what: 'a Slack webhook',
    pattern: /\bhooks\.slack\.com\/(?:services|workflows)\/T[A-Z0-9]+\/[A-Z0-9]+\/[A-Za-z0-9]{16,}/g,
  },
  { what: 'a Stripe key', pattern: /\b[rs]k_live_[A-Za-z0-9]{20,}/g },
  { what: 'an npm token', pattern: /\bnpm_[A-Za-z0-9]{36}\b/g },
  { what: 'a PyPI token', pattern: /\bpypi-AgE[\w-]{50,}/g },
  { what: 'a Google API key', pattern: /\bAIza[\w-]{35}(?![\w-])/g },
  { what: 'a Google OAuth secret', pattern: /\bGOCSPX-[\w-]{28}(?![\w-])/g },
  { what: 'an Anthropic key', pattern: /\bsk-ant-[a-z]+\d*-[\w-]{40,}/g },
  {
    what: 'an OpenAI key',
    pattern: /\bsk-(?:(?:proj|svcacct|admin)-[\w-]{40,}|[A-Za-z0-9]{20}T3BlbkFJ[A-Za-z0-9]{20})/g,
  },
  { what: 'a Hugging Face token', pattern: /\bhf_[A-Za-z]{34}\b/g },
  { what: 'a SendGrid key', pattern: /\bSG\.[\w-]{22}\.[\w-]{43}(?![\w-])/g },
  { what: 'a Docker access token', pattern: /\bdckr_(?:pat|oat)_[\w-]{27,}/g },
  { what: 'a DigitalOcean token', pattern: /\bdo[opr]_v1_[a-f0-9]{64}\b/g },
  { what: 'a Shopify token', pattern: /\bshp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}\b/g },
  { what: 'a Databricks token', pattern: /\bdapi[a-f0-9]{32}\b/g },
  { what: 'a Grafana token', pattern: /\bgl(?:sa_[A-Za-z0-9]{32}_[a-f0-9]{8}\b|c_[A-Za-z0-9+/]{32,})/g },
  { what: 'a Vault token', pattern: /\bhv[sbr]\.[\w-]{24,}/g },
  { what: 'a Linear key', pattern: /\blin_api_[A-Za-z0-9]{40}\b/g },
  { what: 'a Notion token', pattern: /\bntn_[A-Za-z0-9]{40,}\b/g },
  { what: 'a Telegram bot token', pattern: /\b\d{8,10}:AA[\w-]{33}(?![\w-])/g },
  { what: 'a Twilio key', pattern: /\bSK[0-9a-f]{32}\b/g },
  { what: 'an age key', pattern: /\bAGE-SECRET-KEY-1[A-Z0-9]{58}\b/g },
  { what: 'a signed token (JWT)', pattern: /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{20,}/g },
];

/** Letters of which every shape has some: a text without them is not looked at more closely. */
const HINT =
  /PRIVATE KEY|A[KS]IA|gh[pousr]_|github_pat_|gl(?:pat|dt|rt|ptt|soat|cbt|ft|imt|agent)-|xox[abeoprs]-|hooks\.slack|k_live_|npm_|pypi-|AIza|GOCSPX|sk-|hf_|SG\.|dckr_|_v1_|shp|dapi|glsa_|glc_|hv[sbr]\.|lin_api|ntn_|:AA|SK[0-9a-f]|AGE-|eyJ/;

export interface ShapeFound {
  what: string;
  start: number;
  end: number;
}

/** The tokens that stand in a text, in order; documented examples and runs of one letter are left out. */
export function shapesIn(text: string): ShapeFound[] {
  if (!HINT.test(text)) return [];
  const found: ShapeFound[] = [];
  for (const { what, pattern } of SHAPES)
    for (const match of text.matchAll(pattern)) {
      const [token] = match;
      if (!isExample(token)) found.push({ what, start: match.index, end: match.index + token.length });
    }
  return found.sort((a, b) => a.start - b.start);
}

/** `AKIAIOSFODNN7EXAMPLE` of Amazon's pages, `ghp_xxxxxxxx`. */
function isExample(token: string): boolean {
  return /example|(.)\1{7}/i.test(token);
}

/** Whether a text holds anything of such a form, documented examples too. */
export const hasShape = (text: string): boolean =>
  HINT.test(text) && SHAPES.some(({ pattern }) => text.search(pattern) >= 0);
