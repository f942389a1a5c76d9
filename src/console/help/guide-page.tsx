import { ROLES, type Role } from '../../book/tables/codes.ts';
import { useVisit } from '../frame/components/visit-context.tsx';
import type { Translate } from '../frame/translate.ts';
import { GUIDES, type Step, type Task } from './guide.ts';
import { anchorOf } from './of-screen.ts';
import { PICTURE_SIZE, type PictureName, pictureAddress } from './pictures.ts';

/** What a step says, with the words of the page in place of what it names. */
function stepText(t: Translate, { text, controls, later }: Step): string {
  return t(text, Object.fromEntries(Object.entries({ ...controls, ...later }).map(([name, key]) => [name, t(key)])));
}

/** What of a picture is framed: what the steps on its page name. */
export const framedIn = ({ steps }: Task): Step[] => steps.filter(({ page }) => page === picturedPage(steps));
/** The page of which a task has a picture: the last that it leads to. */
const picturedPage = (steps: readonly Step[]): string => steps.at(-1)?.page ?? '/';

/** The tasks of one role, step by step; `own`: the reader holds it, and its pages open. */
export function GuidePage({ role, own }: { role: Role; own: boolean }) {
  const { t } = useVisit();
  return (
    <>
      <p>
        <a class="fr-link fr-icon-arrow-left-line fr-link--icon-left" href="/aide">
          {t('guide.back')}
        </a>
      </p>
      <h1>{t('guide.title', { role: t(`role.${role}`) })}</h1>
      {GUIDES[role].tasks.map((task) => (
        <TaskSteps key={task.title} task={task} own={own} />
      ))}
      <nav aria-labelledby="guide-others" class="jeton-no-print">
        <h2 class="fr-h6" id="guide-others">
          {t('guide.others')}
        </h2>
        <ul class="jeton-guides">
          {ROLES.filter((other) => other !== role).map((other) => (
            <li key={other}>
              <a href={`/aide/${GUIDES[other].address}`}>{t(`role.${other}`)}</a>
            </li>
          ))}
        </ul>
      </nav>
    </>
  );
}

function TaskSteps({ task, own }: { task: Task; own: boolean }) {
  const { t } = useVisit();
  const first = task.steps[0]?.page ?? '/';
  const controls = framedIn(task).flatMap((step) => Object.values(step.controls).map((key) => t(key)));
  return (
    <section class="jeton-guide fr-mb-6w" id={anchorOf(task)}>
      <h2 class="fr-h4">{t(task.title)}</h2>
      <div class="jeton-guide__parts">
        <div>
          <ol>
            {task.steps.map((step) => (
              <li key={step.text}>{stepText(t, step)}</li>
            ))}
          </ol>
          {own && !first.includes(':') && (
            <p class="jeton-no-print">
              <a class="fr-link fr-icon-arrow-right-line fr-link--icon-right" href={first}>
                {t('guide.visit')}
                <span class="fr-sr-only"> {t(task.title)}</span>
              </a>
            </p>
          )}
        </div>
        {task.picture && <Picture of={task.picture} alt={t('guide.picture', { controls: controls.join(', ') })} />}
      </div>
    </section>
  );
}

/** In the theme that the reader chose; who chose none has that of their system. */
function Picture({ of, alt }: { of: PictureName; alt: string }) {
  const { language, visit } = useVisit();
  const dark = pictureAddress(of, language, 'dark');
  const light = pictureAddress(of, language, 'light');
  return (
    <picture>
      {/* paper is white, whatever the screen is */}
      {visit.theme !== 'light' && <source media="print" srcset={light} {...PICTURE_SIZE} />}
      {visit.theme === 'system' && <source media="(prefers-color-scheme: dark)" srcset={dark} {...PICTURE_SIZE} />}
      <img
        class="jeton-guide__picture"
        src={visit.theme === 'dark' ? dark : light}
        alt={alt}
        loading="lazy"
        {...PICTURE_SIZE}
      />
    </picture>
  );
}
