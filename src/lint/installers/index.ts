/** What installers are asked for in a RUN, and what they leave there. */
export { deletionsIn, isDeletedAfter, isMounted } from './deleted.ts';
export { addWords, dropCommand, insertInstruction, removeWords, replaceWord, runAfter } from './edits.ts';
export {
  aptSetting,
  assumesYes,
  osCallOf,
  osCallsIn,
  packagesOf,
  type OsCall,
  type PackageWord,
} from './os.ts';
export { valuesOfWord, variableIn, type WordValue } from './values.ts';
export { downloadOf, isFetched, type Download } from './download.ts';
export { languageCallOf, languageCallsIn, settingOf, type LanguageCall } from './language.ts';
