/** First names as people in British towns have them, by the language that they like to be addressed in. */
export const FIRST_NAMES: Record<string, { weight: number; names: readonly string[] }> = {
  en: {
    weight: 70,
    names: (
      'Olivia Amelia Isla Ava Lily Freya Grace Emily Poppy Ella Evie Sophie Charlotte Alice Ruby Lucy Hannah Megan ' +
      'Jessica Chloe Rebecca Laura Sarah Emma Claire Helen Susan Margaret Jean Dorothy Carol Janet Gillian Tracey ' +
      'Oliver George Harry Noah Jack Leo Arthur Muhammad Oscar Charlie Thomas James William Henry Joshua Daniel ' +
      'Samuel Joseph Benjamin Matthew Adam Luke Ryan Callum Andrew Stephen Paul Mark Kevin Graham Keith Trevor ' +
      'Priya Aisha Kofi Anjali Kwame Mei Zanele Rohan Wei Ngozi Siobhan Rhys Angus Eilidh Carys'
    ).split(' '),
  },
  es: {
    weight: 10,
    names: (
      'Lucía Sofía Martina María Paula Carmen Valentina Elena Alba Pilar Rocío Inés Hugo Mateo Martín Pablo ' +
      'Alejandro Diego Javier Álvaro Sergio Ignacio Joaquín Andrés'
    ).split(' '),
  },
  de: {
    weight: 8,
    names: (
      'Emilia Mia Hanna Lena Anna Johanna Katharina Sabine Ursula Heike Jürgen Lukas Finn Jonas Paul Maximilian ' +
      'Felix Stefan Andreas Jörg Matthias Günther'
    ).split(' '),
  },
  ar: {
    weight: 6,
    names: 'ليلى فاطمة مريم نور سارة هدى زينب أمل رنا محمد أحمد علي يوسف عمر خالد حسن كريم سامي طارق'.split(' '),
  },
  fr: {
    weight: 6,
    names: (
      'Camille Léa Manon Chloé Juliette Inès Margaux Élodie Hélène Françoise Louis Hugo Lucas Gabriel Théo ' +
      'Mathis Antoine Étienne François Benoît'
    ).split(' '),
  },
}
