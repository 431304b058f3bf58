/** A text as a value of LABEL or ENV: no variable in it comes to life. A pair of quotes around it is not doubled. */
export function quotedValue(text: string, escape: string): string {
  const plain = /^"([^"]*)"$/.exec(text)?.[1] ?? text;
  const chars = Array.from(plain, (char) => (['"', '$', escape].includes(char) ? escape + char : char));
  return `"${chars.join('')}"`;
}
