<?php

declare(strict_types=1);

namespace Drupal\creno\Plugin\Filter;

use Drupal\Component\Utility\Html;
use Drupal\Core\Plugin\ContainerFactoryPluginInterface;
use Drupal\Core\Render\BubbleableMetadata;
use Drupal\Core\Render\RendererInterface;
use Drupal\Core\StringTranslation\TranslatableMarkup;
use Drupal\creno\BookingBuilder;
use Drupal\creno\Shortcode;
use Drupal\creno\ShortcodeReplacer;
use Drupal\filter\Attribute\Filter;
use Drupal\filter\FilterProcessResult;
use Drupal\filter\Plugin\FilterBase;
use Drupal\filter\Plugin\FilterInterface;
use Symfony\Component\DependencyInjection\ContainerInterface;

/**
 * Provides a filter that shows the booking widget in texts.
 */
#[Filter(
  id: 'creno_embed',
  title: new TranslatableMarkup('Créno shortcodes'),
  type: FilterInterface::TYPE_TRANSFORM_IRREVERSIBLE,
  description: new TranslatableMarkup('Shows the booking widget where a text says [creno agency="paris-opera" theme="premier-rdv"]. Place it after "Limit allowed HTML tags and correct faulty HTML", which would leave only a link.'),
  weight: 20,
)]
class EmbedFilter extends FilterBase implements ContainerFactoryPluginInterface {

  /**
   * Constructs an EmbedFilter.
   *
   * @param array $configuration
   *   The filter's configuration.
   * @param string $plugin_id
   *   The plugin ID.
   * @param mixed $plugin_definition
   *   The plugin definition.
   * @param \Drupal\creno\BookingBuilder $builder
   *   Builds the widget's element.
   * @param \Drupal\Core\Render\RendererInterface $renderer
   *   The renderer.
   */
  public function __construct(
    array $configuration,
    $plugin_id,
    $plugin_definition,
    protected BookingBuilder $builder,
    protected RendererInterface $renderer,
  ) {
    parent::__construct($configuration, $plugin_id, $plugin_definition);
  }

  /**
   * {@inheritdoc}
   */
  public static function create(ContainerInterface $container, array $configuration, $plugin_id, $plugin_definition): static {
    return new static(
      $configuration,
      $plugin_id,
      $plugin_definition,
      $container->get('creno.builder'),
      $container->get('renderer'),
    );
  }

  /**
   * {@inheritdoc}
   */
  public function process($text, $langcode): FilterProcessResult {
    // Other filters may leave an object that stands for their text.
    $text = (string) $text;
    $result = new FilterProcessResult($text);
    if (!str_contains($text, Shortcode::START)) {
      return $result;
    }
    $document = Html::load($text);
    $render = function (array $choices) use ($result, $langcode): array {
      $build = $this->builder->build($choices, (string) $langcode);
      $markup = trim((string) $this->renderer->renderInIsolation($build));
      $result->addCacheableDependency(BubbleableMetadata::createFromRenderArray($build));
      $body = Html::load($markup)->getElementsByTagName('body')->item(0);
      return iterator_to_array($body->childNodes, FALSE);
    };
    if (ShortcodeReplacer::replace($document, $render)) {
      $result->setProcessedText(Html::serialize($document));
    }
    return $result;
  }

  /**
   * {@inheritdoc}
   */
  public function tips($long = FALSE): TranslatableMarkup {
    if (!$long) {
      return $this->t('Write <code>[creno agency="paris-opera" theme="premier-rdv"]</code> to let visitors book an appointment.');
    }
    return $this->t('Write <code>[creno agency="paris-opera" theme="premier-rdv" channel="video" lang="fr"]</code> on its own line to let visitors book an appointment. Every attribute may be left out: <code>agency</code>, <code>skill</code>, <code>theme</code> and <code>campaign</code> hold short names; <code>channel</code> is <code>office</code>, <code>video</code> or <code>phone</code>; <code>lang</code> is <code>fr</code> or <code>en</code>. With another attribute or a wrong value, the text stays as it is written.');
  }

}
