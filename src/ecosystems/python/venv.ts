/** Where a virtual environment goes that Shipshape makes: a fixed path, since a venv embeds its own. */
export const VENV = '/opt/venv';
