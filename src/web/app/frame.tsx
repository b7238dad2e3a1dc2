import { useRouterState } from '@tanstack/react-router';
import { lazy, Suspense, useEffect } from 'react';
import { ChangePassword } from '../sign-in/change-password.tsx';
import { SecondFactor } from '../sign-in/second-factor.tsx';
import { SignIn } from '../sign-in/sign-in.tsx';
import { Failed, Loading } from '../ui/states.tsx';
import { inTraining } from './base.ts';
import { Problem } from './client.ts';
import { useMe } from './place.ts';

const loadDesk = () => import('./desk.tsx');
const Desk = lazy(() => loadDesk().then((module) => ({ default: module.Desk })));

const EnterTraining = lazy(() =>
  import('../training/enter-training.tsx').then((module) => ({ default: module.EnterTraining })),
);

/**
 * The door: who is asking. What stands before it (sign-in, first password, second factor) is light, so that it is
 * there at once on a slow line; the desk behind it comes while the password is typed.
 */
export function Frame() {
  const me = useMe();
  const path = useRouterState({ select: (state) => state.location.pathname });
  useEffect(() => {
    const timer = setTimeout(() => void loadDesk(), 300);
    return () => clearTimeout(timer);
  }, []);
  if (me.isLoading) return <Waiting />;
  if (me.error instanceof Problem && me.error.status === 401)
    return inTraining ? (
      <Suspense fallback={<Waiting />}>
        <EnterTraining />
      </Suspense>
    ) : (
      <SignIn />
    );
  if (!me.data)
    return (
      <div className="page">
        <Failed error={me.error} again={() => void me.refetch()} />
      </div>
    );
  if (me.data.account.mustChangePassword) return <ChangePassword forced />;
  if (me.data.secondFactor === 'enrol') return <SecondFactor />;
  if (path === '/password') return <ChangePassword forced={false} />;
  return (
    <Suspense fallback={<Waiting />}>
      <Desk me={me.data} />
    </Suspense>
  );
}

const Waiting = () => (
  <div className="page">
    <Loading />
  </div>
);
