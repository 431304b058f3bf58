import { bracketed, keyword, type Argument } from './expressions.ts';
import type { PythonText } from './python-text.ts';

/**
 * Calls by which a file starts a development server when it is run: Flask's and Quart's `app.run(…)`, and
 * `uvicorn.run(…, reload=True)`. As people wrote them, without what their other arguments say.
 */
export function developmentServersOf(text: PythonText): { path: string; call: string }[] {
  const uses = (module: string): boolean =>
    new RegExp(`^[ \\t]*(from|import)\\s+${module}\\b`, 'm').test(text.code);
  const isTrue = (part: Argument | undefined): boolean =>
    part !== undefined && text.code.slice(part.start, part.end) === 'True';
  return [...text.code.matchAll(/(?<![\w.])(\w+)\.run\s*\(/g)].flatMap((match) => {
    const name = match[1] ?? '';
    const call = bracketed(text, match.index + match[0].length - 1);
    if (name === 'uvicorn')
      return isTrue(keyword(call, 'reload')) ? [{ path: text.path, call: '`uvicorn.run(reload=True)`' }] : [];
    if (/^(subprocess|asyncio|sp|mlflow|socketio|loop)$/.test(name)) return [];
    // the application may be made in another file
    const isApplication = new RegExp(
      `(?<![\\w.])${name}\\s*(?::[^=\\n]*)?=\\s*(?:\\w+\\.)*(Flask|Quart|create_app|make_app)\\s*\\(`,
    ).test(text.code);
    if (
      !isApplication &&
      !(/^(app|application|flask_app)$/.test(name) && (uses('flask') || keyword(call, 'debug') !== undefined))
    )
      return [];
    const debug = isTrue(keyword(call, 'debug')) ? 'debug=True' : '';
    return [{ path: text.path, call: `\`${name}.run(${debug})\`` }];
  });
}
