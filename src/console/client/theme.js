// Before the first paint: dark or light as this browser keeps it (the DSFR's own key), else as the system says.
(() => {
  const kept = localStorage.getItem('scheme');
  const dark = kept === 'dark' || (kept !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-fr-theme', dark ? 'dark' : 'light');
})();
