<?php

declare(strict_types=1);

namespace Drupal\creno;

use Drupal\Core\Cache\CacheableMetadata;
use Drupal\Core\Config\ConfigFactoryInterface;
use Drupal\Core\Language\LanguageInterface;
use Drupal\Core\Language\LanguageManagerInterface;
use Drupal\Core\StringTranslation\TranslatableMarkup;

/**
 * Builds the widget's element, for blocks and texts alike.
 */
class BookingBuilder {

  /**
   * The library of the widget's script.
   */
  public const LIBRARY = 'creno/widget';

  /**
   * The link's text in the languages of the widget.
   *
   * The widget speaks them whether or not the site has these languages, and the
   * link stands for it.
   */
  private const LINK_TEXTS = [
    'fr' => 'Prendre rendez-vous',
    'en' => 'Book an appointment',
  ];

  public function __construct(
    protected ConfigFactoryInterface $configFactory,
    protected LanguageManagerInterface $languageManager,
  ) {}

  /**
   * Builds the element.
   *
   * @param array $choices
   *   Values by attribute: agency, skill, theme, channel, campaign, lang. The
   *   empty and the invalid ones are left out.
   * @param string $langcode
   *   (optional) The language of the text around, used where no language is
   *   chosen. Defaults to that of the interface.
   * @param string $api
   *   (optional) The address of another server than the site's.
   *
   * @return array
   *   A render array, with its cacheability. It shows nothing as long as no
   *   server is known.
   */
  public function build(array $choices, string $langcode = '', string $api = ''): array {
    $settings = $this->configFactory->get('creno.settings');
    $site = (string) $settings->get('api');
    $site = ApiAddress::isValid($site) ? $site : '';
    $server = ApiAddress::isValid($api) ? $api : $site;

    $build = [];
    if ($server !== '') {
      $choices = Choices::valid($choices);
      $interface = $this->languageManager->getCurrentLanguage(LanguageInterface::TYPE_INTERFACE)->getId();
      $lang = $choices['lang'] ?? Choices::language($langcode === '' ? $interface : $langcode);
      $lang = $lang === '' ? Choices::language($interface) : $lang;
      if ($lang !== '') {
        $choices['lang'] = $lang;
      }
      $build = [
        '#theme' => 'creno_booking',
        '#booking_attributes' => ['api' => $server] + $choices,
        '#fallback_url' => Choices::hostedPage($server, $choices),
        '#fallback_text' => self::LINK_TEXTS[$lang] ?? new TranslatableMarkup('Book an appointment'),
      ];
      // One script serves every element of a page: the site's.
      if ($site !== '') {
        $build['#attached']['library'][] = self::LIBRARY;
      }
      if ($server !== $site) {
        $build['#attached']['drupalSettings']['creno']['origins'][ApiAddress::origin($server)] = TRUE;
      }
    }
    CacheableMetadata::createFromObject($settings)
      ->addCacheContexts(['languages:' . LanguageInterface::TYPE_INTERFACE])
      ->applyTo($build);
    return $build;
  }

}
