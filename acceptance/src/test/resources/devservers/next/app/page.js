import { redirect } from 'next/navigation';

export default function Page() {
  async function take() {
    'use server';
    redirect('/done');
  }
  return (
    <form action={take}>
      <button>go</button>
    </form>
  );
}
