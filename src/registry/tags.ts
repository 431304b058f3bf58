import { broken } from './answers.ts';
import { parseJson, readBody, type Ask } from './exchange.ts';

export interface FoundTags {
  tags: string[];
  /** False where the limit cut the list. */
  complete: boolean;
}

const PAGE = 1000;
/** A registry that always names a next page must not hold us for ever. */
const MOST_PAGES = 100;

/** Reads the list of tags page by page (OCI distribution specification, "Listing Tags"; RFC 8288 links). */
export async function listTags(ask: Ask, limit: number): Promise<FoundTags> {
  const tags: string[] = [];
  let query = `n=${Math.min(PAGE, limit)}`;
  for (let page = 0; page < MOST_PAGES; page++) {
    const response = await ask(`tags/list?${query}`);
    const answer = parseJson(await readBody(response), 'the list of tags')['tags'] ?? [];
    if (!Array.isArray(answer) || !answer.every((tag): tag is string => typeof tag === 'string'))
      throw broken('the list of tags is none');
    tags.push(...answer);
    const next = nextQuery(response.headers.get('link'));
    if (tags.length >= limit)
      return { tags: tags.slice(0, limit), complete: tags.length === limit && next === null };
    if (next === null) return { tags, complete: true };
    query = next;
  }
  return { tags, complete: false };
}

/**
 * The query of the next page. Only the query is taken, so a link can lead to no other host or repository.
 */
function nextQuery(link: string | null): string | null {
  const target = /<([^>]*)>\s*;[^,]*\brel="?next"?/i.exec(link ?? '')?.[1];
  const query = target?.split('?')[1]?.split('#')[0];
  return query === undefined || query === '' ? null : query;
}
