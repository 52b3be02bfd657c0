export default function Done() {
  return <p>done</p>;
}
