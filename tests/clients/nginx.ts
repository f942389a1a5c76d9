import { writeFileSync } from 'node:fs';
import { run } from '../ca/evaluation.ts';
import { documented } from '../support/documented.ts';

const PATHS = ['client_body_temp_path', 'proxy_temp_path', 'fastcgi_temp_path', 'uwsgi_temp_path', 'scgi_temp_path'];
/** Debian's package of njs puts it there. */
const NJS = '/usr/lib/nginx/modules/ngx_http_js_module.so';

/** An nginx of a test's own around the documented servers, which stand in `gate.conf` of the folder. */
export function nginxAround(folder: string): string {
  const folders = PATHS.map((name) => `${name} ${folder}/tmp;`).join('\n');
  return `load_module ${NJS};\ndaemon off;\npid ${folder}/nginx.pid;\nerror_log stderr info;\nworker_processes 1;\nevents {}
http { access_log off;\n${folders}\ninclude ${folder}/gate.conf; }\n`;
}

/** What a gateway knows a CA of tokens by, as the page's script prints it; the script is left in the folder. */
export function lineOf(folder: string, issuing: string, policy: string): string {
  const script = `${folder}/jeton-line`;
  writeFileSync(script, documented('/usr/local/sbin/jeton-line ISSUING.pem POLICY'));
  return run('sh', [script, issuing, policy]).trim();
}
